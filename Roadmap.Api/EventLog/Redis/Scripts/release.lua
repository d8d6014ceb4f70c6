-- Gives runs back.
-- Arguments: from 2 on, of each run: task id, run.
-- Reply: how many of them were still held.
local released = 0
for i = 2, #ARGV, 2 do
  if field(ARGV[i], 'run') == ARGV[i + 1] then
    released = released + redis.call('ZREM', RUNS, ARGV[i])
  end
end
return released
