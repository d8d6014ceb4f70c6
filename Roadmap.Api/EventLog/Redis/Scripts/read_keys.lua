-- Reads the keys of watch links.
-- Arguments: none.
-- Reply: their XML, by name.
local names = redis.call('HKEYS', KEYS_OF_LINKS)
table.sort(names)
return #names == 0 and {} or redis.call('HMGET', KEYS_OF_LINKS, unpack(names))
