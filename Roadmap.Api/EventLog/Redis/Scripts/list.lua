-- Lists tasks, newest first. What is listed and is no task any more is passed over, and leaves the list.
-- Arguments: 2 status or '', 3 kind or '', 4 number before which to begin or '+inf', 5 tasks at most, 6 bytes of their states at most (the
--   first always comes).
-- Reply: {number before which the next page begins or '', then of each task: number, task id, wire epoch, seq, oldest, state (JSON), kind,
--   status}
local set, before, limit, bytes = listing(ARGV[2], ARGV[3]), ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local rows, found, from = {''}, 0, before
while rows[1] == '' do
  local page = redis.call('ZREVRANGEBYSCORE', set, '(' .. from, '-inf', 'WITHSCORES', 'LIMIT', 0, 100)
  if #page == 0 then
    break
  end
  for i = 1, #page, 2 do
    local fields = redis.pcall('HMGET', part(page[i], 'state'), 'epoch', 'seq', 'oldest', 'state', 'kind', 'status')
    from = page[i + 1]
    if fields.err or not fields[1] then
      redis.call('ZREM', set, page[i])
      tell(page[i], set)
    elseif found == limit or (found > 0 and bytes <= 0) then
      rows[1] = before
      break
    else
      local wire = store_epoch .. '.' .. fields[1]
      for _, value in ipairs({from, page[i], wire, number_of(fields[2]), number_of(fields[3]), fields[4], fields[5], fields[6]}) do
        rows[#rows + 1] = value
      end
      found, before, bytes = found + 1, from, bytes - #(fields[4] or '')
    end
  end
end
return rows
