-- Makes a task, unless there is one.
-- Arguments: 2 task id, 3 new epoch of the task, 4 state (JSON), 5 fingerprint, 6 kind, 7 status, 8 lease in ms or '', 9 checkpoint or '',
--   10 '1' when it is to be run, 11 place of the part and 12 how many there are.
-- Reply: {'created' or 'repeated', task}, or {'taken'}. A creation whose reply was lost is recognised by its epoch when it is repeated.
local id, epoch, fingerprint, kind, status, lease, checkpoint = ARGV[2], ARGV[3], ARGV[5], ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local state = part(id, 'state')

sound(id, state, 'hash')
local there = redis.call('HMGET', state, 'fingerprint', 'epoch')
if there[1] then
  if there[1] ~= fingerprint then
    return {'taken'}
  end
  return {there[2] == epoch and 'created' or 'repeated', describe(id, load(id))}
end

local number = enlist(id, kind, status, ARGV[10] == '1', owner_in(ARGV[4]), ARGV[11], ARGV[12])
redis.call('HSET', state, 'epoch', epoch, 'seq', 0, 'run', 0, 'oldest', 1, 'bytes', 0, 'ended', '0', 'state', ARGV[4],
  'fingerprint', fingerprint, 'kind', kind, 'status', status, 'number', number)
if lease ~= '' then
  redis.call('HSET', state, 'lease', lease)
  redis.call('ZADD', LEASES, now + lease, id)
end
if checkpoint ~= '' then
  redis.call('HSET', state, 'checkpoint', checkpoint)
end
return {'created', describe(id, load(id))}
