using MediatR;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Retention;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Api.EventLog.Sqlite.Writing;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>
/// Deletes tasks whose time is over: at the start and then every minute, one task an operation, so that appends pass in between, and so
/// many a sweep.
/// </summary>
internal sealed class RetentionSweep(
    SqliteLogStore store, IOptions<RetentionOptions> retention, IMediator mediator, TimeProvider time, ILogger<RetentionSweep> logger)
        : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private const long TasksPerRead = 100;

    /// <summary>As many rows as a task has, about, that has not much to tell.</summary>
    private const int TaskWeight = 30;

    private readonly Outage _outage = new();
    private readonly RetentionClock _clock = new(time, logger);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.NowAndEveryAsync(Period, time, logger, SweepAsync, stoppingToken);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = _clock.Read(time.GetTimestamp(), time.GetUtcNow());
            var share = RetentionShare.Of(await store.Readers.ReadAsync(CountTasks, cancellationToken));
            var deleted = 0;
            while (deleted < share)
            {
                var expired = await store.Readers.ReadAsync(
                    db => FindExpired(db, now, Math.Min(share - deleted, TasksPerRead)), cancellationToken);
                var before = deleted;
                foreach (var taskId in expired)
                    deleted += await TryDeleteAsync(taskId, now, cancellationToken);
                // What could not be deleted would be found again.
                if (deleted == before)
                    break;
            }

            if (deleted > 0)
            {
                logger.TasksExpired(deleted);
                await mediator.Publish(new TasksDeleted(deleted), cancellationToken);
            }

            if (deleted >= share && (await store.Readers.ReadAsync(db => FindExpired(db, now, 1), cancellationToken)).Count > 0)
                logger.MoreTasksExpired(deleted, Period);
            if (_outage.Ends())
                logger.RetentionSweepBack();
        }
        catch (LogUnavailableException e)
        {
            if (_outage.Begins())
                logger.RetentionSweepFailed(e.Message, Period);
        }
    }

    private async Task<int> TryDeleteAsync(string taskId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Writer.WriteAsync("", TaskWeight, transaction => DeleteExpired(transaction, taskId, now), cancellationToken);
        }
#pragma warning disable CA1031 // One task that cannot be deleted must not keep the others.
        catch (Exception e) when (e is not LogUnavailableException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.TaskNotDeleted(taskId, e);
            return 0;
        }
    }

    private static long CountTasks(LogConnection db)
    {
        using var row = db["SELECT count(*) FROM tasks"].Query();
        row.Read();
        return row.GetInt64(0);
    }

    private List<string> FindExpired(LogConnection db, DateTimeOffset now, long limit)
    {
        var expired = new List<string>();
        using var row = db["""
            SELECT task_id FROM tasks WHERE ended = 1 AND quiet_since <= $ended_before
            UNION ALL SELECT task_id FROM tasks WHERE ended = 0 AND quiet_since <= $idle_since
            LIMIT $limit
            """].Query(LastMinute(now, retention.Value.After), LastMinute(now, retention.Value.Idle), limit);
        while (row.Read())
            expired.Add(row.GetString(0));
        return expired;
    }

    /// <summary>It is looked again, where nothing can come in between: a retry may have taken the expiry back.</summary>
    private int DeleteExpired(WriteTransaction transaction, string taskId, DateTimeOffset now)
    {
        if (transaction.Find(taskId) is not { } task
            || task.QuietSince > LastMinute(now, task.State.HasEnded ? retention.Value.After : retention.Value.Idle))
            return 0;

        transaction.Delete(task);
        transaction.AfterCommit(() =>
        {
            store.Leases.End(taskId);
            store.Runs.Forget(taskId);
        });
        return 1;
    }

    private static long LastMinute(DateTimeOffset now, TimeSpan kept) => (now - kept).ToUnixTimeSeconds() / 60;
}
