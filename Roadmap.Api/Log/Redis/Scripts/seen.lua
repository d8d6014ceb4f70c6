-- Says that an instance is there. When none was for a while (all were stopped, or Redis was away), no worker could report: then every open lease
-- runs anew in full, once, whichever instance comes first.
-- Arguments: 2 instance.
-- Reply: how many leases run anew.
local renewed = 0
if not somebody_was_there() then
  for _, id in ipairs(redis.call('ZRANGE', LEASES, 0, -1)) do
    local lease = redis.call('HGET', part(id, 'state'), 'lease')
    if lease then
      redis.call('ZADD', LEASES, now + lease, id)
      renewed = renewed + 1
    end
  end
end
redis.call('ZREMRANGEBYSCORE', INSTANCES, '-inf', now - 60000)
redis.call('ZADD', INSTANCES, now, ARGV[2])
return renewed
