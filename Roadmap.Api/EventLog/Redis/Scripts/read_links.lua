-- Reads the links to a task.
-- Arguments: 2 task.
-- Reply: {JSON, 1 when it is revoked, else 0, ...}.
local found = {}
local kept = redis.call('HGETALL', links(ARGV[2], 'json'))
for i = 1, #kept, 2 do
  table.insert(found, kept[i + 1])
  table.insert(found, redis.call('ZSCORE', REVOKED_LINKS, kept[i]) and '1' or '0')
end
return found
