-- Proves that this Redis takes writes now: no replica, room left, nothing wrong with its disk.
-- Arguments: none.
-- Reply: OK.
return redis.call('SET', prefix .. ':probe', now, 'PX', 60000)
