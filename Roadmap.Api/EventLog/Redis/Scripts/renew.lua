-- Holds on to runs.
-- Arguments: 2 lease in ms, then of each run: task id, run.
-- Reply: the task ids whose run is over.
local over = {}
for i = 3, #ARGV, 2 do
  if field(ARGV[i], 'run') == ARGV[i + 1] and redis.call('ZSCORE', RUNS, ARGV[i]) then
    redis.call('ZADD', RUNS, now + ARGV[2], ARGV[i])
  else
    over[#over + 1] = ARGV[i]
  end
end
return over
