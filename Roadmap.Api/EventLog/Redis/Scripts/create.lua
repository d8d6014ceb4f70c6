-- Makes a task, unless there is one.
-- Arguments: 2 task id, 3 new epoch of the task, 4 state (JSON), 5 fingerprint, 6 kind, 7 status, 8 lease in ms or '', 9 checkpoint or '',
--   10 '1' when it is to be run, 11 place of the part and 12 how many there are, 13 tasks that have not ended and
--   14 generations among them that an owner may have, 0 is any number, 15 and 16 how many they have in other parts.
-- Reply: {'created' or 'repeated', task}, or {'taken'}, or {'full', tasks, generations}: as many as the owner may have.
--   A creation whose reply was lost is recognised by its epoch when it is repeated.
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

local owner, _, is_generation = people_in(ARGV[4])
if not has_room(owner, is_generation, tonumber(ARGV[13]), tonumber(ARGV[14]), tonumber(ARGV[15]), tonumber(ARGV[16])) then
  return {'full', count_open(owner)}
end

local number = enlist(id, kind, status, ARGV[10] == '1', ARGV[4], ARGV[11], ARGV[12])
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
