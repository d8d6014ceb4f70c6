-- Stands before every script of the log: the names of all keys, and what several scripts do.
--
-- ARGV[1] is Redis:KeyPrefix, with the tag of a part where there are several; KEYS[1] only says where the part is. The scripts count their
-- own arguments from 2. All times are of Redis' own clock, in milliseconds. Above this stands RUN_ID, the process that this text was loaded
-- into. Replies NOEPOCH when no store epoch is written yet, it was flushed away, or another process was judged last: this one knows the
-- scripts from before it was a replica, and may have lost what it had.
local prefix = ARGV[1]

-- One part of a log of several. While its slot is moved to another server, some of its keys are here and some are there, and none that is
-- missed can be told from one that never was; two keys that never are cannot be asked for then. Replies MOVING, before anything is read or
-- written.
local is_part = string.find(prefix, '{', 1, true) ~= nil
if is_part and type(redis.pcall('EXISTS', prefix .. ':never', prefix .. ':nowhere')) ~= 'number' then
  return redis.error_reply('MOVING The slot of this part is being moved.')
end

local judged = redis.call('HMGET', prefix .. ':life', 'token', 'run_id')
local store_epoch = judged[1]
if not store_epoch or judged[2] ~= RUN_ID then
  return redis.error_reply('NOEPOCH This process was not judged yet.')
end

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

-- When no instance was seen for so long, nobody could report.
local OUTAGE = 5000

local RUNS = prefix .. ':index:runs'           -- sorted set: who is run (also when its lease has passed), until when
local RUNNABLE = prefix .. ':index:runnable'   -- sorted set: workflow tasks that should run, by their turns
local TURNS = prefix .. ':index:turns'         -- sorted set: owners, by the last turn that they were given
local TURN = prefix .. ':index:turn'           -- string: the highest turn that has come
local LEASES = prefix .. ':index:leases'       -- sorted set: open tasks of outside workers, until when
local INSTANCES = prefix .. ':index:instances' -- sorted set: instances, when last seen
local OPEN = prefix .. ':index:quiet:open'     -- sorted set: tasks that go on, the minute after their last sign of life
local DAMAGE = prefix .. ':index:damage'       -- list: what was not as it should be, until somebody tells it
local REVOCATIONS = prefix .. ':index:revoked' -- hash: callers, and until when issued their tokens are void, in ticks
local REVOKED_LINKS = prefix .. ':index:links' -- sorted set: watch links that are revoked, until they expire
local GROUPS = prefix .. ':index:finished'      -- sorted set: groups of finished runs, when the last of each was completed
local KEYS_OF_LINKS = prefix .. ':keys'        -- hash: the keys of watch links, by their names
local ENDED = prefix .. ':index:quiet:ended'   -- sorted set: ended tasks, likewise

local function part(id, name)
  return prefix .. ':{' .. id .. '}:' .. name
end

-- Of the watch links of a task: 'until', sorted set: the links, until when; 'json', hash: what each says.
local function links(id, name)
  return prefix .. ':links:' .. id .. ':' .. name
end

-- Sorted set of tasks by number, of a status, a kind, both or neither ('').
local function listing(status, kind)
  return prefix .. ':index:tasks:' .. status .. ':' .. kind
end

-- Sorted set: the tasks of an owner by number.
local function owned_by(owner)
  return prefix .. ':index:owned:' .. owner
end

-- Sorted set: the tasks that somebody made by number.
local function made_by(creator)
  return prefix .. ':index:made:' .. creator
end

-- Sorted set: the tasks of an owner that have not ended; generations have 1 as score, others 0.
local function open_of(owner)
  return prefix .. ':index:open:' .. owner
end

-- List: the last finished runs of a group, the last first.
local function runs_of(group)
  return prefix .. ':index:finished:' .. group
end

local function roadmap(roadmap_id)
  return prefix .. ':roadmap:' .. roadmap_id
end

-- Sorted set: the tasks that have named a roadmap, in their order; the server's own generations, by their negative numbers, before all
-- others.
local function workers_of(roadmap_id)
  return prefix .. ':index:roadmap:' .. roadmap_id
end

-- Says aloud what was not as it should be; the next instance that is seen tells it.
local function tell(id, key)
  redis.call('LPUSH', DAMAGE, id .. ' ' .. key)
  redis.call('LTRIM', DAMAGE, 0, 99)
end

-- A key that holds another type than the log's own is none of the log's: it goes, since every command on it would fail for ever.
local function sound(id, key, kind)
  local there = redis.call('TYPE', key).ok
  if there ~= 'none' and there ~= kind then
    redis.call('UNLINK', key)
    tell(id, key)
  end
end

-- One field of a task, or nil, whatever is there.
local function field(id, name)
  local value = redis.pcall('HGET', part(id, 'state'), name)
  return type(value) == 'string' and value or nil
end

local function number_of(value)
  return tonumber(value or 0) or 0
end

local function minute_after()
  return math.floor(now / 60000) + 1
end

local function somebody_was_there()
  local last = redis.call('ZREVRANGE', INSTANCES, 0, 0, 'WITHSCORES')
  return last[2] and now - tonumber(last[2]) <= OUTAGE
end

-- What the log keeps about a task for itself; nil when there is no task. If state and stream disagree, a part of the task was evicted or
-- deleted from outside: what is left gets a new epoch, so that no position in the lost events means anything any more.
local function load(id)
  local fields = redis.pcall('HMGET', part(id, 'state'), 'epoch', 'seq', 'run', 'oldest', 'bytes', 'lease', 'ended')
  if fields.err then
    sound(id, part(id, 'state'), 'hash')
    return nil
  end
  if not fields[1] then
    return nil
  end
  local task = {
    epoch = fields[1], seq = number_of(fields[2]), run = number_of(fields[3]), oldest = number_of(fields[4]), bytes = number_of(fields[5]),
    lease = tonumber(fields[6]), ended = fields[7] == '1', held = false, live = '0', expired = '0',
  }
  if redis.pcall('XLEN', part(id, 'events')) ~= task.seq - task.oldest + 1 then
    tell(id, part(id, 'events'))
    task.epoch = string.sub(redis.sha1hex(task.epoch .. now), 1, 12)
    task.oldest = task.seq + 1
    task.bytes = 0
    redis.call('HSET', part(id, 'state'), 'epoch', task.epoch, 'oldest', task.oldest, 'bytes', 0)
    redis.call('UNLINK', part(id, 'events'), part(id, 'ids'))
  end
  task.wire = store_epoch .. '.' .. task.epoch

  if task.run > 0 then
    local live_until = redis.call('ZSCORE', RUNS, id)
    task.held = live_until ~= false
    task.live = live_until and tonumber(live_until) > now and '1' or '0'
  end
  if task.lease and not task.ended then
    local lease_until = redis.call('ZSCORE', LEASES, id)
    task.expired = lease_until and tonumber(lease_until) <= now and somebody_was_there() and '1' or '0'
  end
  return task
end

-- A task as the server reads it.
local function describe(id, task)
  local outcomes = redis.pcall('HGETALL', part(id, 'outcomes'))
  local kept = redis.call('HMGET', part(id, 'state'), 'state', 'kind', 'status')
  return {
    task.wire, task.seq, task.run, task.oldest, task.live, task.expired, kept[1], outcomes.err and {} or outcomes, kept[2], kept[3],
    redis.call('HEXISTS', part(id, 'state'), 'checkpoint'),
  }
end

-- The next turn of an owner: one behind the last that they were given, but not before those that have come. So the tasks of one owner stand
-- one behind the other, and those of owners beside each other.
local function next_turn(owner)
  local come = number_of(redis.call('GET', TURN))
  local turn = math.max(come, number_of(redis.call('ZSCORE', TURNS, owner))) + 1
  redis.call('ZREMRANGEBYSCORE', TURNS, '-inf', come)
  redis.call('ZADD', TURNS, turn, owner)
  return turn
end

-- Of a state in JSON: its owner and its creator, '' where there is none; and whether the server itself works on it.
local function people_in(state)
  local read = cjson.decode(state)
  local owner, creator = read.owner, read.created_by
  -- An instance before this one may have written the word with a capital.
  local is_generation = string.lower(tostring(read.origin)) == 'workflow'
  return type(owner) == 'string' and owner or '', type(creator) == 'string' and creator or '', is_generation
end

-- Of a task whose state may be broken.
local function people_of(id)
  local is_read, owner, creator, is_generation = pcall(people_in, field(id, 'state') or '')
  if is_read then
    return owner, creator, is_generation
  end
  return '', '', false
end

-- Lists a task with its owner and its creator.
local function enlist_people(id, number, owner, creator, is_generation, is_open)
  if owner ~= '' then
    redis.call('ZADD', owned_by(owner), number, id)
    redis.call(is_open and 'ZADD' or 'ZREM', open_of(owner), unpack(is_open and {is_generation and 1 or 0, id} or {id}))
  end
  if creator ~= '' then
    redis.call('ZADD', made_by(creator), number, id)
  end
end

-- How many tasks of an owner have not ended here, and how many generations among them.
local function count_open(owner)
  return redis.call('ZCARD', open_of(owner)), redis.call('ZCOUNT', open_of(owner), 1, 1)
end

-- Whether an owner may have one more task that has not ended. What is counted and is none any more, since a part of it was evicted or
-- another version ended it, is found a few at a time, and leaves the count.
-- Arguments: how many they may have at most, tasks and generations, 0 is any number; how many they have in other parts.
local function has_room(owner, is_generation, most, most_generations, elsewhere, generations_elsewhere)
  local function is_full()
    local all, generations = count_open(owner)
    return (most > 0 and all + elsewhere >= most)
      or (is_generation and most_generations > 0 and generations + generations_elsewhere >= most_generations)
  end
  if owner == '' or not is_full() then
    return true
  end
  for _, id in ipairs(redis.call('ZRANDMEMBER', open_of(owner), 50)) do
    if field(id, 'ended') ~= '0' then
      redis.call('ZREM', open_of(owner), id)
    end
  end
  return not is_full()
end

-- The number of a new task, higher than all before it. The tasks of several parts are listed in one order: then it is the time in
-- microseconds, of which each part takes its own, every so many, so that no two parts give the same.
local function next_number(place, parts)
  if not is_part then
    return redis.call('INCR', prefix .. ':index:number')
  end
  local last = number_of(redis.call('GET', prefix .. ':index:number'))
  local number = math.max(math.floor((clock[1] * 1000000 + clock[2]) / parts) * parts + place, last + parts)
  redis.call('SET', prefix .. ':index:number', number)
  return number
end

-- Lists a new task under a new number, which is returned.
local function enlist(id, kind, status, is_runnable, state, place, parts)
  local owner, creator, is_generation = people_in(state)
  local number = next_number(place, parts)
  for _, set in ipairs({listing('', ''), listing(status, ''), listing('', kind), listing(status, kind)}) do
    redis.call('ZADD', set, number, id)
  end
  enlist_people(id, number, owner, creator, is_generation, true)
  redis.call('ZADD', OPEN, minute_after(), id)
  if is_runnable then
    -- Before there were turns, tasks stood by their numbers: those come first.
    redis.call('SET', TURN, number - 1, 'NX')
    redis.call('ZADD', RUNNABLE, next_turn(owner), id)
  end
  return number
end

-- Stores what belongs to a task beside its events and its state: the members of AppendChanges from Roadmap on.
local function attach(id, number, changes)
  if changes.roadmap then
    sound(id, part(id, 'roadmaps'), 'set')
    redis.call('ZADD', workers_of(changes.roadmap), (changes.checkpoint or field(id, 'checkpoint')) and -number or number, id)
    redis.call('SADD', part(id, 'roadmaps'), changes.roadmap)
  end
  if changes.forget_outcomes then
    redis.call('UNLINK', part(id, 'outcomes'))
  end
  if changes.outcomes then
    sound(id, part(id, 'outcomes'), 'hash')
  end
  for concept, outcome in pairs(changes.outcomes or {}) do
    redis.call('HSET', part(id, 'outcomes'), concept, outcome)
  end
  if changes.checkpoint then
    redis.call('HSET', part(id, 'state'), 'checkpoint', changes.checkpoint)
  end
  if changes.plan then
    redis.call('HSET', roadmap(changes.plan.id), 'task', id, 'plan', changes.plan.json)
    redis.call('SADD', part(id, 'roadmaps'), changes.plan.id)
  end
  for name, json in pairs(changes.content and changes.content.pieces or {}) do
    redis.call('HSET', roadmap(changes.content.roadmap), name, json)
  end
end

-- Remembers a finished run: so many of a group, and so many groups.
local function keep_run(id, run)
  sound(id, runs_of(run.group), 'list')
  sound(id, GROUPS, 'zset')
  redis.call('LPUSH', runs_of(run.group), run.json)
  redis.call('LTRIM', runs_of(run.group), 0, run.per_group - 1)
  redis.call('ZADD', GROUPS, clock[1] * 1000000 + clock[2], run.group)
  for _, group in ipairs(redis.call('ZRANGE', GROUPS, 0, -1 - run.groups)) do
    redis.call('UNLINK', runs_of(group))
    redis.call('ZREM', GROUPS, group)
  end
end

-- Everything of a task goes.
local function delete(id)
  local kind, status = field(id, 'kind') or '', field(id, 'status') or ''
  local owner, creator = people_of(id)
  sound(id, part(id, 'roadmaps'), 'set')
  for _, set in ipairs({
    listing('', ''), listing(status, ''), listing('', kind), listing(status, kind), owned_by(owner), open_of(owner), made_by(creator),
    RUNS, RUNNABLE, LEASES, OPEN, ENDED,
  }) do
    redis.call('ZREM', set, id)
  end
  for _, roadmap_id in ipairs(redis.call('SMEMBERS', part(id, 'roadmaps'))) do
    redis.call('ZREM', workers_of(roadmap_id), id)
    if redis.call('HGET', roadmap(roadmap_id), 'task') == id then
      redis.call('UNLINK', roadmap(roadmap_id))
    end
  end
  redis.call('UNLINK', part(id, 'state'), part(id, 'events'), part(id, 'ids'), part(id, 'outcomes'), part(id, 'roadmaps'))
end

