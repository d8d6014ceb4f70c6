-- Reads the last runs of a group.
-- Arguments: 2 the group.
-- Reply: {run (JSON), ...}, the last first.
local runs = redis.pcall('LRANGE', runs_of(ARGV[2]), 0, -1)
return runs.err and {} or runs
