-- Reads which links are revoked and have not expired.
-- Arguments: none.
-- Reply: their ids.
return redis.call('ZRANGEBYSCORE', REVOKED_LINKS, now, '+inf')
