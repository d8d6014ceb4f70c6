-- Keeps a key of watch links.
-- Arguments: 2 its name, 3 its XML.
-- Reply: 1, or 0 when there was one of that name.
return redis.call('HSET', KEYS_OF_LINKS, ARGV[2], ARGV[3])
