-- Says that an instance is there. When none was for a while (all were stopped, or Redis was away), no worker could report: then every open
-- lease runs anew in full, once, whichever instance comes first.
-- Arguments: 2 instance.
-- Reply: {how many leases run anew, what was not as it should be: {task id and key, ...}}.
local renewed = 0
if not somebody_was_there() then
  for _, id in ipairs(redis.call('ZRANGE', LEASES, 0, -1)) do
    local lease = tonumber(field(id, 'lease'))
    if lease then
      redis.call('ZADD', LEASES, now + lease, id)
      renewed = renewed + 1
    end
  end
end
redis.call('ZREMRANGEBYSCORE', INSTANCES, '-inf', now - 60000)
redis.call('ZADD', INSTANCES, now, ARGV[2])
local damage = redis.call('LRANGE', DAMAGE, 0, -1)
if #damage > 0 then
  redis.call('UNLINK', DAMAGE)
end
return {renewed, damage}
