-- Deletes tasks whose retention is over, with everything of theirs.
-- Arguments: 2 minutes that ended tasks are kept, 3 minutes that silent ones are, 4 tasks at most, 5 a time of Redis' clock beyond which it
--   is not to be believed, in ms, or ''.
-- Reply: {how many were deleted, how many are due still, how many there are, Redis' clock in ms}.
local limit, deleted, due = tonumber(ARGV[4]), 0, 0

local this_minute = math.floor(math.min(now, tonumber(ARGV[5]) or now) / 60000)
for _, kept in ipairs({{ENDED, ARGV[2]}, {OPEN, ARGV[3]}}) do
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', kept[1], '-inf', this_minute - kept[2], 'LIMIT', 0, limit - deleted)) do
    delete(id)
    deleted = deleted + 1
  end
  due = due + redis.call('ZCOUNT', kept[1], '-inf', this_minute - kept[2])
end
return {deleted, due, redis.call('ZCARD', listing('', '')), now}
