using Roadmap.Api.EventLog.Appending;
using Roadmap.Api.EventLog.Quotas;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Api.EventLog.Sqlite.Tables;
using Roadmap.Contracts;

namespace Roadmap.Api.EventLog.Sqlite.Writing;

/// <summary>
/// What one group of operations sees and does before it is committed: each sees the tasks as the ones before it left them. A task's row is
/// written once, at the end. What must only happen when the commit has, waits in order.
/// </summary>
internal sealed class WriteTransaction(
    LogConnection db, SqliteStoreEpoch storeEpoch, TaskCache<StoredTask> cache, Action<WriteTransaction, string, string> endUnreadable)
{
    private readonly Dictionary<string, Touched> _tasks = new(StringComparer.Ordinal);
    private readonly List<Action> _afterCommit = [];

    public LogConnection Db => db;

    /// <summary>A task that cannot be read has failed by the time it is returned, and can be read from then on.</summary>
    public StoredTask? Find(string taskId)
    {
        if (_tasks.TryGetValue(taskId, out var touched))
            return touched.Now;
        if ((cache.Find(taskId) ?? TaskTable.Find(db, storeEpoch, taskId)) is not { } stored)
            return null;

        _tasks[taskId] = new Touched(stored, stored);
        if (stored is { Unreadable: { } places, State.HasEnded: false })
            endUnreadable(this, taskId, places);
        if (stored.Unreadable is not null)
            Update(_tasks[taskId].Now! with { Unreadable = null });
        return _tasks[taskId].Now;
    }

    /// <summary>A row that somebody could not read is written anew: as it was written last, as far as that is known.</summary>
    public void Mend(string taskId)
    {
        if (Find(taskId) is { } known)
            TaskTable.Rewrite(db, known, storeEpoch);
    }

    /// <summary>How many tasks of an owner have not ended, as the operations before this one left them.</summary>
    public OpenTasks CountOpen(string owner)
    {
        var open = TaskTable.CountOpen(db, owner);
        foreach (var (before, now) in _tasks.Values)
        {
            if (before is null || now is null || now.State.Owner != owner || before.State.HasEnded == now.State.HasEnded)
                continue;
            var by = now.State.HasEnded ? -1 : 1;
            open = new OpenTasks(open.All + by, open.Generations + (now.State.Origin == TaskOrigin.Workflow ? by : 0));
        }

        return open;
    }

    /// <summary>Returns the key of the new task.</summary>
    public long Add(StoredTask task, string taskEpoch)
    {
        var added = task with { Key = TaskTable.Insert(db, task, taskEpoch) };
        _tasks[task.State.TaskId] = new Touched(added, added);
        return added.Key;
    }

    public void Update(StoredTask task) => _tasks[task.State.TaskId] = _tasks[task.State.TaskId] with { Now = task };

    public void Delete(StoredTask task)
    {
        TaskTable.Delete(db, task.Key);
        _tasks[task.State.TaskId] = new Touched(null, null);
    }

    public void AfterCommit(Action effect) => _afterCommit.Add(effect);

    /// <summary>Writes the changed rows; the commit comes next.</summary>
    public void Flush()
    {
        foreach (var (before, now) in _tasks.Values)
        {
            if (before is null || now is null || ReferenceEquals(before, now))
                continue;
            if (before.Unreadable is null)
                TaskTable.Update(db, before, now);
            else
                TaskTable.Rewrite(db, now, storeEpoch);
        }
    }

    public void Committed()
    {
        foreach (var (taskId, touched) in _tasks)
        {
            if (touched.Now is null)
                cache.Remove(taskId);
            else
                cache.Put(touched.Now);
        }

        foreach (var effect in _afterCommit)
            effect();
    }

    /// <summary>Nothing that the cache knows of these tasks is sure: after a failed commit the next append reads them.</summary>
    public void Failed()
    {
        foreach (var taskId in _tasks.Keys)
            cache.Remove(taskId);
    }

    /// <param name="Before">As the row is; null when there is none to update.</param>
    /// <param name="Now">As the operations left it; null when it was deleted.</param>
    private sealed record Touched(StoredTask? Before, StoredTask? Now);
}
