-- Lists tasks with their owners and creators that are not, since an earlier version made or ended them. Newest first, some at a time.
-- Arguments: 2 number before which to begin or '+inf', 3 tasks at most.
-- Reply: the number before which the next ones begin, or '' when that is all.
local page = redis.call('ZREVRANGEBYSCORE', listing('', ''), '(' .. ARGV[2], '-inf', 'WITHSCORES', 'LIMIT', 0, ARGV[3])
for i = 1, #page, 2 do
  local owner, creator, is_generation = people_of(page[i])
  enlist_people(page[i], page[i + 1], owner, creator, is_generation, field(page[i], 'ended') == '0')
end
return page[#page] or ''
