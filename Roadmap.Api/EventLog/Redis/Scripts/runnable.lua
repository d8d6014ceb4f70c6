-- Finds workflow tasks that should run and that nobody runs.
-- Arguments: 2 tasks at most.
-- Reply: by their turns, of each task: id, owner, number.
local limit, from, found = 3 * ARGV[2], 0, {}
while #found < limit do
  local page = redis.call('ZRANGE', RUNNABLE, from, from + 99)
  if #page == 0 then
    break
  end
  for _, id in ipairs(page) do
    local live_until = redis.call('ZSCORE', RUNS, id)
    if #found < limit and not (live_until and tonumber(live_until) > now) then
      found[#found + 1] = id
      found[#found + 1] = (people_of(id))
      found[#found + 1] = number_of(field(id, 'number'))
    end
  end
  from = from + #page
end
return found
