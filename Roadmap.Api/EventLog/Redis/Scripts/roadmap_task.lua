-- Finds the task that makes a roadmap: whose plan is stored, or else the first that named it.
-- Arguments: 2 roadmap id.
-- Reply: {task id, task, its number}, or nil.
local owner = redis.pcall('HGET', roadmap(ARGV[2]), 'task')
local id = type(owner) == 'string' and owner or redis.call('ZRANGE', workers_of(ARGV[2]), 0, 0)[1]
local task = id and load(id)
return task and {id, describe(id, task), number_of(field(id, 'number'))} or false
