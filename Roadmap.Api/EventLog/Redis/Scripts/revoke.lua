-- Makes the tokens of a caller void that were issued before a moment.
-- Arguments: 2 the caller, 3 the moment in ticks.
-- Reply: 1, or 0 when there was an earlier word on the caller.
return redis.call('HSET', REVOCATIONS, ARGV[2], ARGV[3])
