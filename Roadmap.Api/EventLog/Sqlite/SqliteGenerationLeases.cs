using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Api.EventLog.Sqlite.Tables;
using Roadmap.Api.EventLog.Sqlite.Writing;
using Roadmap.Api.EventLog.Turns;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>Hands generations out on the writer's thread, so that one runner alone gets each.</summary>
internal sealed class SqliteGenerationLeases(SqliteLogStore store) : IGenerationLeases
{
    private const string FirstOwner =
        $"SELECT coalesce(owner, '') FROM tasks WHERE {LogSchema.IsRunnable} ORDER BY coalesce(owner, '') LIMIT 1";
    private const string NextOwner = $"SELECT coalesce(owner, '') FROM tasks WHERE {LogSchema.IsRunnable} AND coalesce(owner, '') > "
        + "$after ORDER BY coalesce(owner, '') LIMIT 1";
    private const string TasksOfOwner =
        $"SELECT id, task_id FROM tasks WHERE {LogSchema.IsRunnable} AND coalesce(owner, '') = $owner AND id > $after ORDER BY id";

    private string? _lastOwner;

    /// <summary>Nobody else writes to the file, and what was committed stays in it.</summary>
    public bool MayLose => false;

    public async Task<IReadOnlyList<string>> FindRunnableAsync(int limit, CancellationToken cancellationToken)
    {
        var (found, last) = await store.Readers.ReadAsync(
            db => new OwnerTurns(after => FindOwner(db, after), (owner, after) => FindTask(db, owner, after))
                .Take(limit, Volatile.Read(ref _lastOwner)), cancellationToken);
        Volatile.Write(ref _lastOwner, last);
        return found;
    }

    public async Task<AcquiredGeneration?> AcquireAsync(string taskId, TimeSpan lease, CancellationToken cancellationToken) =>
        await store.Writer.WriteAsync(taskId, weight: 1, transaction => Acquire(transaction, taskId, lease), cancellationToken);

    public Task<TaskState?> RestoreAsync(KnownGeneration known, TimeSpan? lease, CancellationToken cancellationToken) =>
        Task.FromResult<TaskState?>(null);

    public Task<IReadOnlyList<string>> RenewAsync(
        IReadOnlyCollection<(string TaskId, int Run)> held, TimeSpan lease, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(
            [.. held.Where(run => !store.Runs.TryRenew(run.TaskId, run.Run, lease)).Select(run => run.TaskId)]);

    public Task ReleaseAsync(string taskId, int run, CancellationToken cancellationToken)
    {
        store.Runs.Release(taskId, run);
        return Task.CompletedTask;
    }

    private static string? FindOwner(LogConnection db, string? after)
    {
        using var row = after is null ? db[FirstOwner].Query() : db[NextOwner].Query(after);
        return row.Read() ? row.GetString(0) : null;
    }

    /// <summary>Runs are not in the database.</summary>
    private (long Key, string TaskId)? FindTask(LogConnection db, string owner, long after)
    {
        using var row = db[TasksOfOwner].Query(owner, after);
        while (row.Read())
        {
            if (!store.Runs.IsLive(row.GetString(1)))
                return (row.GetInt64(0), row.GetString(1));
        }

        return null;
    }

    private AcquiredGeneration? Acquire(WriteTransaction transaction, string taskId, TimeSpan lease)
    {
        if (transaction.Find(taskId) is not { State.HasEnded: false } task || store.Runs.IsLive(taskId, task.Run))
            return null;
        if (RoadmapTable.FindCheckpoint(transaction.Db, task.Key) is not { } checkpoint)
        {
            // Nobody could ever go on with it, and it would be found again for ever.
            if (task.State.Origin == TaskOrigin.Workflow)
                store.EndLost(transaction, taskId);
            return null;
        }

        var taken = task with { Run = task.Run + 1 };
        transaction.Update(taken);
        // At once: the next operation of the same group must not get the task too.
        store.Runs.Take(taskId, taken.Run, lease);
        return new AcquiredGeneration(taken.State, taken.Run, checkpoint, taken.Fingerprint);
    }
}
