using MediatR;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Api.EventLog.Retention;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>
/// Deletes tasks whose time is over: at the start and then every minute, a few a script, so that appends pass in between. Instances do it
/// side by side.
/// </summary>
internal sealed class RedisRetentionSweep(
    RedisShards shards, RedisScripts scripts, IOptions<RetentionOptions> retention, IMediator mediator, TimeProvider time,
    ILogger<RedisRetentionSweep> logger)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private const int TasksPerScript = 20;

    private readonly Outage _outage = new();

    /// <summary>Of each part: its server has a clock of its own.</summary>
    private readonly RetentionClock[] _clocks = [.. shards.All.Select(_ => new RetentionClock(time, logger))];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.NowAndEveryAsync(Period, time, logger, SweepAsync, stoppingToken);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        long deleted = 0, due = 0;
        LogUnavailableException? away = null;
        foreach (var shard in shards.All)
        {
            try
            {
                var swept = await SweepAsync(shard, _clocks[shard.Index], cancellationToken);
                deleted += swept.Deleted;
                due += swept.Due;
            }
            catch (LogUnavailableException e)
            {
                away = e;
            }
        }

        if (away is not null && _outage.Begins())
            logger.RetentionSweepFailed(away.Message, Period);
        else if (away is null && _outage.Ends())
            logger.RetentionSweepBack();

        if (deleted > 0)
        {
            logger.TasksExpired((int)deleted);
            await mediator.Publish(new TasksDeleted((int)deleted), cancellationToken);
        }

        if (due > 0)
            logger.MoreTasksExpired((int)deleted, Period);
    }

    private async Task<(long Deleted, long Due)> SweepAsync(RedisShard shard, RetentionClock clock, CancellationToken cancellationToken)
    {
        long now, due, share, deleted = 0;
        do
        {
            var asked = time.GetTimestamp();
            var reply = RedisReply.Parts(await scripts.RunAsync(
                RedisScript.Sweep,
                shard,
                [Minutes(retention.Value.After), Minutes(retention.Value.Idle), TasksPerScript,
                    (object?)clock.Most?.ToUnixTimeMilliseconds() ?? ""],
                cancellationToken));
            now = (long)reply[0];
            deleted += now;
            due = (long)reply[1];
            share = RetentionShare.Of((long)reply[2]);
            clock.Read(asked, DateTimeOffset.FromUnixTimeMilliseconds((long)reply[3]));
        }
        while (now > 0 && due > 0 && deleted < share);

        return (deleted, due);
    }

    private static long Minutes(TimeSpan kept) => (long)Math.Ceiling(kept.TotalMinutes);
}
