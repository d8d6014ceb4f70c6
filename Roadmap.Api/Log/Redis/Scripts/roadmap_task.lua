-- Finds the latest task of a roadmap.
-- Arguments: 2 roadmap id.
-- Reply: {task id, task}, or nil.
local id = redis.call('ZREVRANGE', workers_of(ARGV[2]), 0, 0)[1]
local task = id and load(id)
return task and {id, describe(id, task)} or false
