-- Keeps a link to a task, unless the task has too many that have not expired.
-- Arguments: 2 task, 3 link, 4 until when, 5 how many at most, 6 its JSON.
-- Reply: 1, or 0 when there are too many.
local until_when = links(ARGV[2], 'until')
-- The call comes again: its answer was lost.
if redis.call('ZSCORE', until_when, ARGV[3]) then
  return 1
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', until_when, '-inf', now)) do
  redis.call('HDEL', links(ARGV[2], 'json'), id)
end
redis.call('ZREMRANGEBYSCORE', until_when, '-inf', now)
if redis.call('ZCARD', until_when) >= tonumber(ARGV[5]) then
  return 0
end
redis.call('ZADD', until_when, ARGV[4], ARGV[3])
redis.call('HSET', links(ARGV[2], 'json'), ARGV[3], ARGV[6])
-- They are not the task's to delete: both go when the last link has expired.
local last = redis.call('ZREVRANGE', until_when, 0, 0, 'WITHSCORES')[2]
redis.call('PEXPIREAT', until_when, last)
redis.call('PEXPIREAT', links(ARGV[2], 'json'), last)
return 1
