-- Reads whose tokens are void.
-- Arguments: none.
-- Reply: {caller, moment in ticks, ...}.
return redis.call('HGETALL', REVOCATIONS)
