-- Reads a plan and the pieces of content made so far.
-- Arguments: 2 roadmap id.
-- Reply: {name, value, ...}: 'task', 'plan', and the JSON of each piece under '<type> <concept id>'; empty when there is none.
return redis.call('HGETALL', roadmap(ARGV[2]))
