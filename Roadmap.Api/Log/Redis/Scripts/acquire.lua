-- Hands a generation to a new run.
-- Arguments: 2 task id, 3 lease in ms.
-- Reply: {task, checkpoint, fingerprint}, or nil when the task is gone, ended, no workflow's, or run by somebody.
local id = ARGV[2]
local task = load(id)
local checkpoint = redis.call('HGET', part(id, 'state'), 'checkpoint')
if not task or task.ended or task.live == '1' or not checkpoint then
  return false
end
task.run = redis.call('HINCRBY', part(id, 'state'), 'run', 1)
task.live = '1'
redis.call('ZADD', RUNS, now + ARGV[3], id)
return {describe(id, task), checkpoint, redis.call('HGET', part(id, 'state'), 'fingerprint')}
