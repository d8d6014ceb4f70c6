-- Reads where many tasks are.
-- Arguments: from 2 on task ids.
-- Reply: {wire epoch or nil, seq or nil, ...} in the order of the ids.
local heads = {}
for i = 2, #ARGV do
  local fields = redis.call('HMGET', part(ARGV[i], 'state'), 'epoch', 'seq')
  heads[#heads + 1] = fields[1] and life .. '.' .. fields[1]
  heads[#heads + 1] = fields[2]
end
return heads
