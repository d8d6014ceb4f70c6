using Microsoft.Data.Sqlite;
using Roadmap.Api.EventLog.Appending;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Api.EventLog.Sqlite.Tables;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Sqlite.Writing;

/// <summary>
/// The one thread that writes. It commits whatever has queued up as one transaction, so that many callers share one wait for the disk;
/// while it waits, the next group gathers by itself, in turns (<see cref="WriteQueue"/>).
/// </summary>
internal sealed class LogWriter : IAsyncDisposable
{
    private const int SqliteConstraint = 19;

    private readonly WriteQueue _queue = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCache<StoredTask> _cache = new(task => task.State);
    private readonly LogConnection _db;
    private readonly SqliteStoreEpoch _storeEpoch;
    private readonly Action<WriteTransaction, string, string> _endUnreadable;
    private readonly Action _onFailedCommit;
    private readonly ILogger _logger;

    /// <param name="db">The writing connection; the writer disposes of it.</param>
    /// <param name="endUnreadable">Ends a task that cannot be read.</param>
    /// <param name="onFailedCommit">Called on the writer's thread.</param>
    public LogWriter(LogConnection db, SqliteStoreEpoch storeEpoch, Action<WriteTransaction, string, string> endUnreadable,
        Action onFailedCommit, ILogger logger)
    {
        _db = db;
        _storeEpoch = storeEpoch;
        _endUnreadable = endUnreadable;
        _onFailedCommit = onFailedCommit;
        _logger = logger;
        // A thread of its own: waiting for the disk would hold up the few threads of the pool.
        new Thread(Run) { IsBackground = true, Name = "roadmap log writer" }.Start();
    }

    /// <summary>
    /// Runs <paramref name="work"/> on the writer's thread. When the caller leaves after it has begun, it may still be done.
    /// </summary>
    /// <param name="lane">What takes turns with the others: a task.</param>
    /// <param name="weight">About as many as it writes rows, or KiB.</param>
    public async Task<T> WriteAsync<T>(string lane, int weight, Func<WriteTransaction, T> work, CancellationToken cancellationToken)
    {
        var operation = new WriteOperation<T>(work, weight, cancellationToken);
        await _queue.AddAsync(lane, operation, cancellationToken);
        return await operation.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Takes nothing new, and ends when the queue is empty.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task;
        _db.Dispose();
    }

    private void Run()
    {
        var group = new List<WriteOperation>();
        while (_queue.TakeTo(group))
        {
            RunGroup(group);
            group.Clear();
        }

        _ended.SetResult();
    }

    /// <summary>An operation that fails by itself is taken out and the others run again; when the store fails, all have failed.</summary>
    private void RunGroup(List<WriteOperation> group)
    {
        while (group.Count > 0 && TryCommit(group) is { } culprit)
            group.Remove(culprit);
    }

    private WriteOperation? TryCommit(List<WriteOperation> group)
    {
        var transaction = new WriteTransaction(_db, _storeEpoch, _cache, _endUnreadable);
        WriteOperation? running = null;
        try
        {
            RefuseIfFileIsGone();
            _db["BEGIN IMMEDIATE"].Execute();
            foreach (var operation in group)
            {
                running = operation;
                operation.Run(transaction);
            }

            running = null;
            transaction.Flush();
            _db["COMMIT"].Execute();
            RefuseIfFileIsGone();
        }
#pragma warning disable CA1031 // Whatever one operation throws is its caller's; the writer goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            transaction.Failed();
            if (TryRollback() && running is not null && e is not SqliteException { SqliteErrorCode: not SqliteConstraint })
            {
                _logger.LogOperationFailed(e);
                running.Fail(e is SqliteException ? new InvalidOperationException("An operation broke a rule of the database.", e) : e);
                return running;
            }

            _logger.LogCommitFailed(group.Count, e);
            _onFailedCommit();
            foreach (var operation in group)
                operation.Fail(new LogUnavailableException($"The log could not be written: {e.Message}", e));
            return null;
        }

        transaction.Committed();
        foreach (var operation in group)
            operation.Complete();
        return null;
    }

    /// <summary>
    /// Before the commit, so that nothing is done in vain; and after it, so that nothing is acknowledged that is in no file.
    /// </summary>
    private void RefuseIfFileIsGone()
    {
        if (_db.IsFileGone)
            throw new IOException(
                "The file of Storage:Path was deleted, moved or replaced while it was open. Put it back, or start the server again.");
    }

    private bool TryRollback()
    {
        try
        {
            _db.Rollback();
            return true;
        }
        catch (SqliteException e)
        {
            _logger.LogRollbackFailed(e);
            return false;
        }
    }
}
