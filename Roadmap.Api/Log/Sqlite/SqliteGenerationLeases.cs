using Roadmap.Hubs.State;

namespace Roadmap.Api.Log.Sqlite;

/// <summary>Hands generations out on the writer's thread, so that one runner alone gets each.</summary>
internal sealed class SqliteGenerationLeases(SqliteLogStore store) : IGenerationLeases
{
    // Waiting for review: nothing to do until somebody asks for something. While a plan is edited the task may still be in review.
    private const string Runnable = """
        SELECT task_id FROM tasks
        WHERE origin = 'Workflow' AND ended = 0 AND NOT (status = 'HumanReviewPending' AND sub_status IS NOT 'editing' AND pending_command IS NULL)
        ORDER BY id LIMIT $limit
        """;

    /// <summary>Nobody else writes to the file, and what was committed stays in it.</summary>
    public bool MayLose => false;

    public async Task<IReadOnlyList<string>> FindRunnableAsync(int limit, CancellationToken cancellationToken)
    {
        // Runs are not in the database: as many more as are live are read, and taken out again.
        var found = await store.Readers.ReadAsync(db => Find(db, limit + store.Runs.Count), cancellationToken);
        return [.. found.Where(taskId => !store.Runs.IsLive(taskId)).Take(limit)];
    }

    public async Task<AcquiredGeneration?> AcquireAsync(string taskId, TimeSpan lease, CancellationToken cancellationToken) =>
        await store.Writer.WriteAsync(transaction => Acquire(transaction, taskId, lease), bytes: 0, cancellationToken);

    public Task<TaskState?> RestoreAsync(KnownGeneration known, TimeSpan? lease, CancellationToken cancellationToken) => Task.FromResult<TaskState?>(null);

    public Task<IReadOnlyList<string>> RenewAsync(IReadOnlyCollection<(string TaskId, int Run)> held, TimeSpan lease, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. held.Where(run => !store.Runs.TryRenew(run.TaskId, run.Run, lease)).Select(run => run.TaskId)]);

    public Task ReleaseAsync(string taskId, int run, CancellationToken cancellationToken)
    {
        store.Runs.Release(taskId, run);
        return Task.CompletedTask;
    }

    private static List<string> Find(LogConnection db, int limit)
    {
        var found = new List<string>();
        using var row = db[Runnable].Query(limit);
        while (row.Read())
            found.Add(row.GetString(0));
        return found;
    }

    private AcquiredGeneration? Acquire(WriteTransaction transaction, string taskId, TimeSpan lease)
    {
        if (transaction.Find(taskId) is not { State.HasEnded: false } task || store.Runs.IsLive(taskId, task.Run))
            return null;
        if (RoadmapTable.FindCheckpoint(transaction.Db, task.Key) is not { } checkpoint)
        {
            // Nobody could ever go on with it, and it would be found again for ever.
            if (task.State.Origin == TaskOrigin.Workflow)
                store.EndUnreadable(transaction, taskId, "checkpoints");
            return null;
        }

        var taken = task with { Run = task.Run + 1 };
        transaction.Update(taken);
        // At once: the next operation of the same group must not get the task too.
        store.Runs.Take(taskId, taken.Run, lease);
        return new AcquiredGeneration(taken.State, taken.Run, checkpoint, taken.Fingerprint);
    }
}
