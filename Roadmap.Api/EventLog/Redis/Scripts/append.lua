-- Appends to a task what was decided on a state of it, if that state still is its state.
-- Arguments: 2 task id, 3 channel, 4 wire epoch, 5 seq, 6 run, 7 live run, 8 expired lease ('1' or '0'): what the decision was taken on;
--   with wire epoch '' nothing is stored, and the task is read; 9 the run that brings this or '', 10 append id, 11 state after it (JSON),
--   12 '1' when it renews the lease, 13 events and 14 bytes to keep, 15 what else changes (JSON: AppendChanges) or '', 16 the wire epoch in
--   which the run knows the task or '', 17 a traceparent or '', 18 to 21 the four numbers that has_room takes last,
--   22 number of event ids in the report, then of each id: the id, and the seq
--   that it is known at or ''; then of each event: its line (attempt, space, JSON) and its event id or ''.
-- Reply: {'done', oldest}; {'conflict', task, {id, seq, ...} of the known ids}; {'gone'}; {'stale'}; {'owned'}: another task's roadmap;
--   {'planless'}: content without a roadmap; {'full', tasks, generations}: an ended task begins again, and its owner has as many as they
--   may have.
local id, channel, append_id = ARGV[2], ARGV[3], ARGV[10]
local events, ids = part(id, 'events'), part(id, 'ids')
local base, first = tonumber(ARGV[5]), 23 + 2 * ARGV[22]

-- Of an event's line, which somebody may have broken.
local function json_length(line)
  return #line - (string.find(line, ' ', 1, true) or 0)
end

local task = load(id)
if not task then
  -- Left over: they would be found again for ever.
  for _, set in ipairs({LEASES, RUNS, RUNNABLE}) do
    redis.call('ZREM', set, id)
  end
  return {'gone'}
end

-- The reply of the same append may have been lost: then it is done already.
if task.wire == ARGV[4] and task.seq > base then
  local entry = redis.call('XRANGE', events, (base + 1) .. '-0', (base + 1) .. '-0')[1]
  if entry then
    for i = 1, #entry[2], 2 do
      if entry[2][i] == 'append' and entry[2][i + 1] == append_id then
        return {'done', task.oldest}
      end
    end
  end
end

if ARGV[9] ~= '' and (tonumber(ARGV[9]) ~= task.run or not task.held or (ARGV[16] ~= '' and ARGV[16] ~= task.wire)) then
  return {'stale'}
end

local as_decided = task.wire == ARGV[4] and task.seq == base and task.run == tonumber(ARGV[6]) and task.live == ARGV[7]
  and task.expired == ARGV[8]
local known = {}
if first > 23 then
  sound(id, ids, 'hash')
end
for i = 23, first - 1, 2 do
  local seq = redis.call('HGET', ids, ARGV[i])
  if seq then
    known[#known + 1] = ARGV[i]
    known[#known + 1] = seq
  end
  as_decided = as_decided and (seq or '') == ARGV[i + 1]
end
if not as_decided then
  return {'conflict', describe(id, task), known}
end

local changes = ARGV[15] ~= '' and cjson.decode(ARGV[15]) or {}
-- Refused before anything is written: a script that stops halfway is not rolled back.
if changes.plan then
  local owner = redis.call('HGET', roadmap(changes.plan.id), 'task')
  if owner and owner ~= id then
    return {'owned'}
  end
end
if changes.content and not (changes.plan and changes.plan.id == changes.content.roadmap)
    and redis.call('HGET', roadmap(changes.content.roadmap or ''), 'task') ~= id then
  return {'planless'}
end
if task.ended and changes.status and not changes.ended then
  local owner, _, is_generation = people_in(ARGV[11])
  if not has_room(owner, is_generation, tonumber(ARGV[18]), tonumber(ARGV[19]), tonumber(ARGV[20]), tonumber(ARGV[21])) then
    return {'full', count_open(owner)}
  end
end

local state = part(id, 'state')
local was_ended, is_ended = task.ended, task.ended
if first <= #ARGV then
  local message = {}
  for i = first, #ARGV, 2 do
    local line, event_id = ARGV[i], ARGV[i + 1]
    task.seq = task.seq + 1
    task.bytes = task.bytes + json_length(line)
    local entry = {events, task.seq .. '-0', 'line', line}
    if event_id ~= '' then
      entry[5], entry[6] = 'id', event_id
      redis.call('HSET', ids, event_id, task.seq)
    end
    if i == first then
      entry[#entry + 1], entry[#entry + 2] = 'append', append_id
    end
    if ARGV[17] ~= '' then
      entry[#entry + 1], entry[#entry + 2] = 'trace', ARGV[17]
    end
    redis.call('XADD', unpack(entry))
    message[#message + 1] = line
  end

  -- A task that keeps a twentieth too much is trimmed to what it should keep, so most appends trim nothing. The newest event stays.
  local max_events, max_bytes = tonumber(ARGV[13]), tonumber(ARGV[14])
  if task.seq - task.oldest + 1 > max_events + math.floor(max_events / 20) or task.bytes > max_bytes + math.floor(max_bytes / 20) then
    local enough = false
    while not enough do
      local forgotten = {}
      for _, entry in ipairs(redis.call('XRANGE', events, task.oldest .. '-0', '+', 'COUNT', 100)) do
        enough = task.oldest >= task.seq or (task.oldest > task.seq - max_events and task.bytes <= max_bytes)
        if enough then
          break
        end
        local line = entry[2][2]
        task.bytes = task.bytes - json_length(line)
        task.oldest = task.oldest + 1
        if entry[2][3] == 'id' then
          forgotten[#forgotten + 1] = entry[2][4]
        end
      end
      if #forgotten > 0 then
        redis.call('HDEL', ids, unpack(forgotten))
      end
    end
    redis.call('XTRIM', events, 'MINID', '=', task.oldest .. '-0')
  end

  redis.call('HSET', state, 'seq', task.seq, 'oldest', task.oldest, 'bytes', task.bytes, 'state', ARGV[11])
  local head = task.wire .. ' ' .. (base + 1) .. ' ' .. task.oldest .. (ARGV[17] ~= '' and ' ' .. ARGV[17] or '')
  redis.call(is_part and 'SPUBLISH' or 'PUBLISH', channel, head .. '\n' .. table.concat(message, '\n'))
end

if ARGV[15] ~= '' then
  local fixed = redis.call('HMGET', state, 'kind', 'number', 'status')
  local kind, number, was = fixed[1], fixed[2], fixed[3]
  if changes.status then
    is_ended = changes.ended
    redis.call('HSET', state, 'status', changes.status, 'ended', is_ended and '1' or '0')
    for _, of_kind in ipairs({'', kind}) do
      redis.call('ZREM', listing(was, of_kind), id)
      redis.call('ZADD', listing(changes.status, of_kind), number, id)
    end
  end
  if changes.runnable then
    -- Who goes on after a review has had the turn; who begins again has not.
    redis.call('ZADD', RUNNABLE, was_ended and next_turn((people_in(ARGV[11]))) or number_of(redis.call('GET', TURN)), id)
  elseif changes.runnable == false then
    redis.call('ZREM', RUNNABLE, id)
  end
  if is_ended ~= was_ended then
    local owner, creator, is_generation = people_in(ARGV[11])
    enlist_people(id, number, owner, creator, is_generation, not is_ended)
  end
  attach(id, number, changes)
  if changes.run then
    keep_run(id, changes.run)
  end
end
if is_ended and not was_ended then
  redis.call('ZREM', RUNNABLE, id)
end

local renews = ARGV[12] == '1'
if first <= #ARGV or (renews and not is_ended) then
  redis.call('ZADD', is_ended and ENDED or OPEN, minute_after(), id)
  if is_ended ~= was_ended then
    redis.call('ZREM', is_ended and OPEN or ENDED, id)
  end
end
if task.lease then
  if is_ended then
    redis.call('ZREM', LEASES, id)
  elseif was_ended or renews then
    redis.call('ZADD', LEASES, now + task.lease, id)
  end
end
return {'done', task.oldest}
