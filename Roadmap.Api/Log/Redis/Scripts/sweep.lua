-- Deletes tasks whose retention is over, with everything of theirs.
-- Arguments: 2 minutes that ended tasks are kept, 3 minutes that silent ones are, 4 tasks at most.
-- Reply: how many were deleted.
local limit, deleted = tonumber(ARGV[4]), 0

local function delete(id)
  local fields = redis.call('HMGET', part(id, 'state'), 'kind', 'status')
  local kind, status = fields[1] or '', fields[2] or ''
  for _, set in ipairs({listing('', ''), listing(status, ''), listing('', kind), listing(status, kind), RUNS, RUNNABLE, LEASES, OPEN, ENDED}) do
    redis.call('ZREM', set, id)
  end
  for _, roadmap_id in ipairs(redis.call('SMEMBERS', part(id, 'roadmaps'))) do
    redis.call('ZREM', workers_of(roadmap_id), id)
    if redis.call('HGET', roadmap(roadmap_id), 'task') == id then
      redis.call('UNLINK', roadmap(roadmap_id))
    end
  end
  redis.call('UNLINK', part(id, 'state'), part(id, 'events'), part(id, 'ids'), part(id, 'outcomes'), part(id, 'roadmaps'))
  deleted = deleted + 1
end

local this_minute = math.floor(now / 60000)
for _, kept in ipairs({{ENDED, ARGV[2]}, {OPEN, ARGV[3]}}) do
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', kept[1], '-inf', this_minute - kept[2], 'LIMIT', 0, limit - deleted)) do
    delete(id)
  end
end
return deleted
