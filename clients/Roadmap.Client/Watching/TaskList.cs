using Roadmap.Contracts;

namespace Roadmap.Client
{
    /// <summary>A task in a list.</summary>
    public sealed record ListedTask(
        string TaskId, string Kind, string? Title, string? Owner, TaskRunStatus Status, string CurrentStep, double Percentage, int Attempt,
        DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Epoch, long Seq);
}

namespace Roadmap.Client.Watching
{
    /// <summary>The newest tasks, made of pages and of changes that come in any order.</summary>
    internal sealed class TaskList(TaskRunStatus? status, int limit)
    {
        private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
        private Dictionary<string, ListedTask> _tasks = new(StringComparer.Ordinal);
        private bool _isNew;

        /// <summary>Newest first; null when nothing has changed since it was taken.</summary>
        public IReadOnlyList<ListedTask>? TakeIfChanged()
        {
            if (!_isNew)
                return null;
            _isNew = false;
            return [.. Newest(_tasks.Values.Where(task => status is null || task.Status == status)).Take(limit)];
        }

        /// <summary>A page is about to be asked for: it need not have what changes from now on.</summary>
        public void Asking() => _changed.Clear();

        /// <summary>A task that is missing in the page and has not changed since is gone, or older than the others.</summary>
        public void Page(IReadOnlyList<TaskSnapshot> tasks)
        {
            var next = tasks.ToDictionary(
                task => task.TaskId,
                task => new ListedTask(
                    task.TaskId, task.Kind, task.Title,
                    // An earlier server says it in changes only.
                    task.Owner ?? _tasks.GetValueOrDefault(task.TaskId)?.Owner,
                    task.Status, task.CurrentStep, task.Percentage, task.Attempt,
                    task.CreatedAt, task.UpdatedAt, task.Epoch, task.Seq),
                StringComparer.Ordinal);
            foreach (var id in _changed)
            {
                if (_tasks.TryGetValue(id, out var changed)
                    && (!next.TryGetValue(id, out var listed) || (listed.Epoch == changed.Epoch && listed.Seq < changed.Seq)))
                    next[id] = changed;
            }

            Take(next);
        }

        /// <summary>
        /// True when nothing but a page can tell: the task has begun another life, or this is a straggler of the last one. The change is
        /// shown until then.
        /// </summary>
        public bool Change(TaskChangedMessage change)
        {
            var known = _tasks.GetValueOrDefault(change.TaskId);
            if (known is not null && known.Epoch == change.Epoch && known.Seq >= change.Seq)
                return false;
            var isOtherLife = known is not null && known.Epoch != change.Epoch;
            if (isOtherLife)
                _changed.Remove(change.TaskId);
            else
                _changed.Add(change.TaskId);
            _tasks[change.TaskId] = new ListedTask(
                change.TaskId, change.Kind, change.Title, change.Owner, change.Status, change.CurrentStep, change.Percentage,
                change.Attempt, change.CreatedAt,
                change.UpdatedAt, change.Epoch, change.Seq);
            Take(_tasks);
            return isOtherLife;
        }

        /// <summary>Some more than are shown are kept, since those of another status still have a position.</summary>
        private void Take(Dictionary<string, ListedTask> tasks)
        {
            const int KeptPerShown = 10;
            _isNew = true;
            _tasks = tasks.Count <= KeptPerShown * limit
                ? tasks
                : Newest(tasks.Values).Take(KeptPerShown * limit).ToDictionary(task => task.TaskId, StringComparer.Ordinal);
        }

        private static IOrderedEnumerable<ListedTask> Newest(IEnumerable<ListedTask> tasks) =>
            tasks.OrderByDescending(task => task.CreatedAt).ThenByDescending(task => task.TaskId, StringComparer.Ordinal);
    }
}
