-- Sees to it that a task is there as the instance that ran it last knows it, when something was lost. If it is gone, or lacks the tail, it
-- is made anew. Its events are gone then, but their number is kept: whoever asks for all of them hears that they are no longer there, and
-- is not told a part for the whole.
-- Arguments: 2 task id, 3 new epoch of the task, 4 wire epoch in which it was known, 5 its last seq, 6 its last run, 7 lease of that run in
--   ms, or '' when it is over, 8 state (JSON), 9 fingerprint, 10 kind, 11 status, 12 '1' when it is to be run, 13 what else was known
--   (JSON: AppendChanges), 14 place of the part and 15 how many there are.
-- Reply: task; or nil when nothing was lost, or another knows better. A call whose reply was lost is recognised by its epoch.
local id, epoch, seq, run, lease = ARGV[2], ARGV[3], tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7]
local state = part(id, 'state')

local there = load(id)
if there and there.epoch == epoch then
  return describe(id, there)
end
-- Nothing was lost since the store epoch of now began: the task is with somebody else, or its time was over.
if string.sub(ARGV[4], 1, #store_epoch + 1) == store_epoch .. '.' then
  return false
end
-- A later run knows better, and a task that was asked for in other words is another one.
if there and (there.run > run or redis.call('HGET', state, 'fingerprint') ~= ARGV[9]) then
  return false
end

local changes = cjson.decode(ARGV[13])
if changes.plan then
  local owner = redis.call('HGET', roadmap(changes.plan.id), 'task')
  if owner and owner ~= id then
    return false
  end
end

if not (there and there.run == run and there.seq >= seq) then
  if there then
    delete(id)
  end
  local number = enlist(id, ARGV[10], ARGV[11], ARGV[12] == '1', ARGV[8], ARGV[14], ARGV[15])
  redis.call('HSET', state, 'epoch', epoch, 'seq', seq, 'run', run, 'oldest', seq + 1, 'bytes', 0, 'ended', '0', 'state', ARGV[8],
    'fingerprint', ARGV[9], 'kind', ARGV[10], 'status', ARGV[11], 'number', number)
  attach(id, number, changes)
end
if lease ~= '' then
  redis.call('ZADD', RUNS, now + lease, id)
end
return describe(id, load(id))
