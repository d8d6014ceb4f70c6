using Microsoft.Extensions.Options;
using Roadmap.Hubs;
using Roadmap.Hubs.Log;

namespace Roadmap.Api.Log.Sqlite;

/// <summary>Deletes tasks whose time is over: at the start and then every minute, one task an operation, so that appends pass in between.</summary>
internal sealed class RetentionSweep(SqliteLogStore store, IOptions<RetentionOptions> retention, TimeProvider time, ILogger<RetentionSweep> logger) : BackgroundService
{
    private const int TasksPerRead = 100;
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.NowAndEveryAsync(s_period, time, logger, SweepAsync, stoppingToken);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var deleted = 0;
            while (await store.Readers.ReadAsync(FindExpired, cancellationToken) is { Count: > 0 } expired)
            {
                foreach (var taskId in expired)
                    deleted += await store.Writer.WriteAsync(transaction => DeleteExpired(transaction, taskId), bytes: 0, cancellationToken);
            }

            if (deleted > 0)
                logger.TasksExpired(deleted);
        }
        catch (LogUnavailableException e)
        {
            logger.RetentionSweepFailed(s_period, e);
        }
    }

    private List<string> FindExpired(LogConnection db)
    {
        var expired = new List<string>();
        using var row = db["""
            SELECT task_id FROM tasks WHERE ended = 1 AND quiet_since <= $ended_before
            UNION ALL SELECT task_id FROM tasks WHERE ended = 0 AND quiet_since <= $idle_since
            LIMIT $limit
            """].Query(LastMinute(retention.Value.After), LastMinute(retention.Value.Idle), TasksPerRead);
        while (row.Read())
            expired.Add(row.GetString(0));
        return expired;
    }

    /// <summary>It is looked again, where nothing can come in between: a retry may have taken the expiry back.</summary>
    private int DeleteExpired(WriteTransaction transaction, string taskId)
    {
        if (transaction.Find(taskId) is not { } task || task.QuietSince > LastMinute(task.State.HasEnded ? retention.Value.After : retention.Value.Idle))
            return 0;

        transaction.Delete(task);
        transaction.AfterCommit(() =>
        {
            store.Leases.End(taskId);
            store.Runs.Forget(taskId);
        });
        return 1;
    }

    private long LastMinute(TimeSpan kept) => (time.GetUtcNow() - kept).ToUnixTimeSeconds() / 60;
}
