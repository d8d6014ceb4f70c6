-- Writes the store epoch, if it still is what it was judged on, and the server still is the process that was looked at. Runs by itself,
-- without the shared part, and by EVAL: it is what has to happen before other scripts may be there.
-- Arguments: 1 key prefix, 2 token and 3 run id of the record that was judged ('' when there was none), 4 run id of the server, then the
--   new record: 5 token, 6 durable, 7 replicas, 8 restored, 9 replication id.
-- Reply: 1, or 0 when it has changed meanwhile.
local store_epoch = ARGV[1] .. ':life'
local record = redis.call('HMGET', store_epoch, 'token', 'run_id')
local run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if (record[1] or '') ~= ARGV[2] or (record[2] or '') ~= ARGV[3] or run_id ~= ARGV[4] then
  return 0
end
redis.call('HSET', store_epoch, 'token', ARGV[5], 'run_id', run_id, 'durable', ARGV[6], 'replicas', ARGV[7], 'restored', ARGV[8],
  'replid', ARGV[9])
if ARGV[5] ~= ARGV[2] then
  redis.call('HSET', store_epoch, 'since', redis.call('TIME')[1] .. '000')
end
return 1
