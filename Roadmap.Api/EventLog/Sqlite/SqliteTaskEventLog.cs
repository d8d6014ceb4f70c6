using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Api.EventLog.Sqlite.Tables;
using Roadmap.Api.EventLog.Sqlite.Writing;
using Roadmap.Api.EventLog.Turns;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>The log in one SQLite file. What it promises stands at <see cref="ITaskEventLog"/>.</summary>
internal sealed class SqliteTaskEventLog(SqliteLogStore store, TimeProvider time) : ITaskEventLog
{
    public async Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken) =>
        await store.Writer.WriteAsync(
            task.TaskId, AppendWeight.Of(1, task.Checkpoint?.Length ?? 0), transaction => Create(transaction, task), cancellationToken);

    public async Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken)
    {
        var operation = store.Appending(append);
        return await store.Writer.WriteAsync(append.TaskId, operation.Weight, operation.Run, cancellationToken);
    }

    /// <summary>
    /// Is written to through the writer, and then read, and so into the file and onto the disk; and there is room for more than so little.
    /// </summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        DatabaseFile.ProveRoom(store.FilePath, DatabaseFile.Room);
        await store.Writer.WriteAsync("", weight: 1, SqliteStoreEpoch.Probe, cancellationToken);
        await ReadHeadsAsync(["health"], cancellationToken);
    }

    public async Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        var (task, events) = await store.ReadAsync(
            db => TaskTable.Find(db, store.StoreEpoch, taskId) is { } found
                ? (found, limit > 0 ? EventTable.Read(db, found, afterSeq, limit, bytes, cancellationToken) : new StoredEvents())
                : default,
            found => found.found is { } there ? [there] : [],
            cancellationToken);
        return task is null ? null : new TaskLogView(task.Shown, task.OldestSeq, events);
    }

    public async Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) =>
        await store.Readers.ReadAsync(db => ReadHeads(db, taskIds, cancellationToken), cancellationToken);

    private CreateResult Create(WriteTransaction transaction, NewTask task)
    {
        if (transaction.Find(task.TaskId) is { } there)
            return there.Fingerprint == task.Fingerprint
                ? new CreateResult.Repeated(there.State, there.OldestSeq)
                : new CreateResult.Taken();

        var epoch = SqliteStoreEpoch.NewTaskEpoch();
        var state = task.ToState(store.StoreEpoch.WireEpoch(epoch));
        if (store.OverQuota(transaction, state) is { } message)
            return new CreateResult.OverQuota(message);
        var key = transaction.Add(
            new StoredTask
            {
                Key = 0,
                State = state,
                Fingerprint = task.Fingerprint,
                Lease = task.Lease,
                OldestSeq = 1,
                QuietSince = StoredTask.MinuteAfter(time.GetUtcNow()),
            },
            epoch);
        if (task.Checkpoint is not null)
            RoadmapTable.SaveCheckpoint(transaction.Db, key, task.Checkpoint);
        if (task.Lease is { } lease)
            transaction.AfterCommit(() => store.Leases.Begin(task.TaskId, lease));
        return new CreateResult.Created(state);
    }

    private Dictionary<string, Position> ReadHeads(
        LogConnection db, IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        var heads = new Dictionary<string, Position>(taskIds.Count, StringComparer.Ordinal);
        foreach (var taskId in taskIds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var row = db["SELECT epoch, seq FROM tasks WHERE task_id = $task_id"].Query(taskId);
            if (row.Read())
                heads[taskId] = new Position { Epoch = store.StoreEpoch.WireEpoch(row.GetString(0)), Seq = row.GetInt64(1) };
        }

        return heads;
    }
}
