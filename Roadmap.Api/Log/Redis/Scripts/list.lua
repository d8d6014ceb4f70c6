-- Lists tasks, newest first.
-- Arguments: 2 status or '', 3 kind or '', 4 number before which to begin or '+inf', 5 tasks at most.
-- Reply: {number, task id, wire epoch, seq, oldest, state (JSON), ...}
local rows = {}
local page = redis.call('ZREVRANGEBYSCORE', listing(ARGV[2], ARGV[3]), '(' .. ARGV[4], '-inf', 'WITHSCORES', 'LIMIT', 0, ARGV[5])
for i = 1, #page, 2 do
  local fields = redis.call('HMGET', part(page[i], 'state'), 'epoch', 'seq', 'oldest', 'state')
  if fields[1] then
    for _, value in ipairs({page[i + 1], page[i], life .. '.' .. fields[1], fields[2], fields[3], fields[4]}) do
      rows[#rows + 1] = value
    end
  end
end
return rows
