-- Reads where many tasks are.
-- Arguments: from 2 on task ids.
-- Reply: {wire epoch or nil, seq or nil, ...} in the order of the ids.
local heads = {}
for i = 2, #ARGV do
  local epoch = field(ARGV[i], 'epoch')
  heads[#heads + 1] = epoch and store_epoch .. '.' .. epoch or false
  heads[#heads + 1] = epoch and number_of(field(ARGV[i], 'seq')) or false
end
return heads
