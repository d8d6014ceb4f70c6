-- Counts the tasks of an owner that have not ended in this part.
-- Arguments: 2 owner.
-- Reply: {tasks, generations among them}.
return {count_open(ARGV[2])}
