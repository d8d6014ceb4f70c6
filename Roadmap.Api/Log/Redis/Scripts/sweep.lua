-- Deletes tasks whose retention is over, with everything of theirs.
-- Arguments: 2 minutes that ended tasks are kept, 3 minutes that silent ones are, 4 tasks at most.
-- Reply: how many were deleted.
local limit, deleted = tonumber(ARGV[4]), 0

local this_minute = math.floor(now / 60000)
for _, kept in ipairs({{ENDED, ARGV[2]}, {OPEN, ARGV[3]}}) do
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', kept[1], '-inf', this_minute - kept[2], 'LIMIT', 0, limit - deleted)) do
    delete(id)
    deleted = deleted + 1
  end
end
return deleted
