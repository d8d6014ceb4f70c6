using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Roadmap.Api.Log.Sqlite;

/// <summary>The open database: who owns it, the one who writes, those who read, and what is only kept in memory.</summary>
internal sealed class SqliteLogStore : IAsyncDisposable
{
    private readonly LogOwnership _ownership;
    private readonly RetentionOptions _retention;
    private readonly InProcessAnnouncements _announcements;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public SqliteLogStore(
        IOptions<StorageOptions> storage,
        IOptions<RetentionOptions> retention,
        InProcessAnnouncements announcements,
        DamageReports damage,
        TimeProvider time,
        ILogger<SqliteLogStore> logger)
    {
        (_retention, _announcements, _time, _logger) = (retention.Value, announcements, time, logger);
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
            Life = LogLife.Load(db, storage.Value.Restored, out var isRenewed);
            RestartLeases(db);
            Readers = new ReaderPool(path, damage);
            Writer = new LogWriter(db, Life, EndUnreadable, Leases.RestartAll, logger);
            if (isRenewed)
                logger.LogLifeRenewed();
            logger.LogOpened(path, Life.Token);
        }
        catch (Exception e)
        {
            db?.Dispose();
            _ownership.Dispose();
            if (e is SqliteException)
                throw new LogStartException($"Storage:Path is '{path}', which cannot be opened as the log's SQLite file ({e.Message}) Name a file that the server may write, or that does not exist yet.", e);
            throw;
        }
    }

    public string FilePath { get; }

    public LogLife Life { get; }

    public LogWriter Writer { get; }

    public ReaderPool Readers { get; }

    public WorkerLeases Leases { get; }

    public WorkflowRuns Runs { get; }

    /// <summary>Makes one append. It runs on the writer's thread.</summary>
    public AppendOperation Appending(TaskAppend append) => new(append, this, _retention, _announcements, _time);

    /// <summary>A task that cannot be read fails, in the transaction that has met it.</summary>
    /// <param name="transaction">On the writer's thread.</param>
    /// <param name="taskId">Not ended.</param>
    /// <param name="places">What could not be read.</param>
    public void EndUnreadable(WriteTransaction transaction, string taskId, string places)
    {
        var now = _time.GetUtcNow();
        Appending(new TaskAppend { TaskId = taskId, Decide = (facts, _) => UnreadableTask.End(facts.State, now) }).Run(transaction);
        transaction.AfterCommit(() => _logger.UnreadableTaskEnded(taskId, places));
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
            throw new LogStartException($"Storage:Path is '{path}', but its folder cannot be made ({e.Message}) Name a file in a folder that the server may write to.", e);
        }
    }

    private void RestartLeases(LogConnection db)
    {
        using var row = db["SELECT task_id, lease_ms FROM tasks WHERE ended = 0 AND lease_ms IS NOT NULL"].Query();
        while (row.Read())
            Leases.Begin(row.GetString(0), TimeSpan.FromMilliseconds(row.GetInt64(1)));
    }
}
