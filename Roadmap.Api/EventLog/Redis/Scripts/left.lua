-- Says that an instance has stopped.
-- Arguments: 2 instance.
-- Reply: 1, or 0 when it was forgotten already.
return redis.call('ZREM', INSTANCES, ARGV[2])
