-- Hands a generation to a new run.
-- Arguments: 2 task id, 3 lease in ms.
-- Reply: {task, checkpoint, fingerprint}, or nil when the task is gone, ended, or run by somebody. Without a checkpoint, which is nil then,
--   it is handed to nobody: it can only be ended.
local id = ARGV[2]
local task = load(id)
if not task or task.ended then
  -- Left over: it would be found again for ever.
  redis.call('ZREM', RUNNABLE, id)
  return false
end
if task.live == '1' then
  return false
end
local kept = redis.call('HMGET', part(id, 'state'), 'checkpoint', 'fingerprint')
if not kept[1] then
  return {describe(id, task), false, kept[2] or ''}
end
task.run = redis.call('HINCRBY', part(id, 'state'), 'run', 1)
task.live = '1'
redis.call('ZADD', RUNS, now + ARGV[3], id)
redis.call('SET', TURN, math.max(number_of(redis.call('GET', TURN)), number_of(redis.call('ZSCORE', RUNNABLE, id))))
return {describe(id, task), kept[1], kept[2] or ''}
