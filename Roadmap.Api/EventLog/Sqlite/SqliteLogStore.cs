using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Quotas;
using Roadmap.Api.EventLog.Retention;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Api.EventLog.Sqlite.Leases;
using Roadmap.Api.EventLog.Sqlite.Tables;
using Roadmap.Api.EventLog.Sqlite.Writing;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>The open database: who owns it, the one who writes, those who read, and what is only kept in memory.</summary>
internal sealed class SqliteLogStore : IAsyncDisposable
{
    private readonly LogOwnership _ownership;
    private readonly RetentionOptions _retention;
    private readonly QuotaOptions _quotas;
    private readonly InProcessAnnouncements _announcements;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public SqliteLogStore(
        IOptions<StorageOptions> storage,
        IOptions<RetentionOptions> retention,
        IOptions<QuotaOptions> quotas,
        InProcessAnnouncements announcements,
        DamageReports damage,
        TimeProvider time,
        ILogger<SqliteLogStore> logger)
    {
        (_retention, _quotas, _announcements, _time, _logger) = (retention.Value, quotas.Value, announcements, time, logger);
        var path = FilePath = Path.GetFullPath(storage.Value.Path);
        MakeFolder(path);
        Leases = new WorkerLeases(time, logger);
        Runs = new WorkflowRuns(time);
        _ownership = LogOwnership.Take(path);
        LogConnection? db = null;
        try
        {
            db = LogConnection.OpenWriter(path, damage);
            LogSchema.Ensure(db, path);
            StoreEpoch = SqliteStoreEpoch.Load(db, storage.Value.Restored, out var isRenewed);
            RestartLeases(db);
            Readers = new ReaderPool(path, damage);
            Writer = new LogWriter(db, StoreEpoch, EndUnreadable, Leases.RestartAll, logger);
            if (isRenewed)
                logger.StoreEpochRenewed();
            logger.LogOpened(path, StoreEpoch.Token);
        }
        catch (Exception e)
        {
            db?.Dispose();
            _ownership.Dispose();
            if (e is SqliteException)
                throw new LogStartException($"Storage:Path is '{path}', which cannot be opened as the log's SQLite file ({e.Message}) "
                    + "Name a file that the server may write, or that does not exist yet.", e);
            throw;
        }
    }

    public string FilePath { get; }

    public SqliteStoreEpoch StoreEpoch { get; }

    public LogWriter Writer { get; }

    public ReaderPool Readers { get; }

    public WorkerLeases Leases { get; }

    public WorkflowRuns Runs { get; }

    /// <summary>Makes one append. It runs on the writer's thread.</summary>
    public AppendOperation Appending(TaskAppend append) => new(append, this, _retention, _announcements, _time);

    /// <summary>
    /// What is said to a task that is about to be one more of its owner's that have not ended; null when there is room. Runs on the
    /// writer's thread, which makes one after the other.
    /// </summary>
    public string? OverQuota(WriteTransaction transaction, TaskState task) => _quotas.CountFor(task.Owner)
        ? _quotas.Refusal(transaction.CountOpen(task.Owner!), task.Origin == TaskOrigin.Workflow)
        : null;

    /// <summary>A task that cannot be read fails, in the transaction that has met it.</summary>
    /// <param name="transaction">On the writer's thread.</param>
    /// <param name="taskId">Not ended.</param>
    /// <param name="places">What could not be read.</param>
    public void EndUnreadable(WriteTransaction transaction, string taskId, string places) =>
        End(transaction, taskId, places, UnreadableTask.End);

    /// <summary>The same for a generation whose checkpoint is not there.</summary>
    public void EndLost(WriteTransaction transaction, string taskId) => End(transaction, taskId, "checkpoints", UnreadableTask.EndLost);

    private void End(WriteTransaction transaction, string taskId, string places, Func<TaskState, DateTimeOffset, Decision> end)
    {
        var now = _time.GetUtcNow();
        Appending(new TaskAppend { TaskId = taskId, Decide = (facts, _) => end(facts.State, now) }).Run(transaction);
        transaction.AfterCommit(() => _logger.UnreadableTaskEnded(taskId, places));
    }

    /// <summary>
    /// Reads tasks. Those that cannot be read as a whole are ended, or mended, and read again: what is shown of a task is what a report on
    /// it meets.
    /// </summary>
    public async Task<T> ReadAsync<T>(
        Func<LogConnection, T> read, Func<T, IEnumerable<StoredTask>> tasksIn, CancellationToken cancellationToken)
    {
        var found = await Readers.ReadAsync(read, cancellationToken);
        string[] unreadable = [.. tasksIn(found).Where(task => task.Unreadable is not null).Select(task => task.State.TaskId)];
        if (unreadable.Length == 0)
            return found;

        try
        {
            foreach (var taskId in unreadable)
                await Writer.WriteAsync(taskId, weight: 1, transaction => Mend(transaction, taskId), cancellationToken);
        }
        catch (LogUnavailableException)
        {
            // It is read all the same, and shown as what it is about to be.
            return found;
        }

        return await Readers.ReadAsync(read, cancellationToken);
    }

    private static bool Mend(WriteTransaction transaction, string taskId)
    {
        transaction.Mend(taskId);
        return true;
    }

    /// <summary>What was queued is still done. The last connection that closes brings the write-ahead log into the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await Readers.DisposeAsync();
        await Writer.DisposeAsync();
        Leases.Dispose();
        _ownership.Dispose();
    }

    private static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogStartException($"Storage:Path is '{path}', but its folder cannot be made ({e.Message}) Name a file in a folder "
                + "that the server may write to.", e);
        }
    }

    private void RestartLeases(LogConnection db)
    {
        using var row = db["SELECT task_id, lease_ms FROM tasks WHERE ended = 0 AND lease_ms IS NOT NULL"].Query();
        while (row.Read())
            Leases.Begin(row.GetString(0), TimeSpan.FromMilliseconds(row.GetInt64(1)));
    }
}
