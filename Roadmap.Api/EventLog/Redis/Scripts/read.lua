-- Reads a task and events after a position, as of one moment.
-- Arguments: 2 task id, 3 position, 4 events at most, 5 bytes at most (the first event always comes).
-- Reply: {task, {seq, line, ...}, {place, traceparent, ...} of those events that have one}, or nil.
local id, after, limit, bytes = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local task = load(id)
if not task then
  return false
end

local found, traces = {}, {}
while limit > 0 and bytes > 0 and after < task.seq do
  local page = redis.call('XRANGE', part(id, 'events'), (after + 1) .. '-0', '+', 'COUNT', math.min(limit, 100))
  if #page == 0 then
    break
  end
  for _, entry in ipairs(page) do
    if bytes <= 0 then
      break
    end
    after = tonumber(string.sub(entry[1], 1, -3))
    found[#found + 1] = after
    found[#found + 1] = entry[2][2]
    for i = 3, #entry[2], 2 do
      if entry[2][i] == 'trace' then
        traces[#traces + 1] = #found / 2 - 1
        traces[#traces + 1] = entry[2][i + 1]
      end
    end
    bytes = bytes - #entry[2][2]
    limit = limit - 1
  end
end
return {describe(id, task), found, traces}
