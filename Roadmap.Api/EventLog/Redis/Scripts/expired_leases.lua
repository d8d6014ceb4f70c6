-- Finds tasks of outside workers whose lease has passed: none when nobody could report meanwhile, since then the leases are about to run
-- anew.
-- Arguments: 2 tasks at most.
-- Reply: task ids, longest past first.
if not somebody_was_there() then
  return {}
end
return redis.call('ZRANGEBYSCORE', LEASES, '-inf', now, 'LIMIT', 0, ARGV[2])
