-- Lists tasks, newest first. What is listed and is no task any more is passed over, and leaves the list.
-- Arguments: 2 status or '', 3 kind or '', 4 number before which to begin or '+inf', 5 tasks at most, 6 bytes of their states at most (the
--   first always comes), 7 owner or '', 8 creator or '', 9 tasks at most to look at for what is searched for, 10 that or '', as TaskSearch
--   folds it, then in pairs: a letter, and what stands for it there.
-- Reply: {number before which the next page begins or '', then of each task: number, task id, wire epoch, seq, oldest, state (JSON), kind,
--   status}
local status, kind, before, limit, bytes = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local is_of_somebody = ARGV[7] ~= '' or ARGV[8] ~= ''
local set = ARGV[8] ~= '' and made_by(ARGV[8]) or ARGV[7] ~= '' and owned_by(ARGV[7]) or listing(status, kind)

-- Of somebody's tasks there are no lists by status and kind, and of what is searched for there are none at all: so many are passed over in
-- one call, which holds up all others. To search is more work, since titles are in the states.
local search = ARGV[10]
local LOOKS = search == '' and 2000 or tonumber(ARGV[9])

local function has(text)
  text = string.lower(text)
  for i = 11, #ARGV, 2 do
    text = string.gsub(text, ARGV[i], ARGV[i + 1])
  end
  return string.find(text, search, 1, true) ~= nil
end

local function is_found(id, its_kind, state)
  if search == '' or has(id) or has(its_kind or '') then
    return true
  end
  local is_read, read = pcall(cjson.decode, state or '')
  return is_read and type(read) == 'table' and type(read.title) == 'string' and has(read.title)
end

local function is_wanted(id, fields)
  if is_of_somebody and ((status ~= '' and fields[6] ~= status) or (kind ~= '' and fields[5] ~= kind)) then
    return false
  end
  return is_found(id, fields[5], fields[4])
end

local rows, found, looked, from = {''}, 0, 0, before
while rows[1] == '' do
  local page = redis.call('ZREVRANGEBYSCORE', set, '(' .. from, '-inf', 'WITHSCORES', 'LIMIT', 0, 100)
  if #page == 0 then
    break
  end
  for i = 1, #page, 2 do
    local fields = redis.pcall('HMGET', part(page[i], 'state'), 'epoch', 'seq', 'oldest', 'state', 'kind', 'status')
    from, looked = page[i + 1], looked + 1
    if fields.err or not fields[1] then
      redis.call('ZREM', set, page[i])
      tell(page[i], set)
    elseif found == limit or (found > 0 and bytes <= 0) then
      rows[1] = before
      break
    elseif not is_wanted(page[i], fields) then
      if looked >= LOOKS then
        rows[1] = from
        break
      end
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
