-- Revokes a link to a task, if it has one of that id.
-- Arguments: 2 task, 3 link.
-- Reply: 1, or 0 when there is none, or it was revoked before.
redis.call('ZREMRANGEBYSCORE', REVOKED_LINKS, '-inf', now)
local until_when = redis.call('ZSCORE', links(ARGV[2], 'until'), ARGV[3])
return until_when and redis.call('ZADD', REVOKED_LINKS, until_when, ARGV[3]) or 0
