using Microsoft.Extensions.Options;
using Roadmap.Hubs;
using Roadmap.Hubs.Log;

namespace Roadmap.Api.Log.Redis;

/// <summary>Deletes tasks whose time is over: at the start and then every minute, a few a script, so that appends pass in between. Instances do it side by side.</summary>
internal sealed class RedisRetentionSweep(RedisScripts scripts, IOptions<RetentionOptions> retention, TimeProvider time, ILogger<RedisRetentionSweep> logger) : BackgroundService
{
    private const int TasksPerScript = 20;
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.NowAndEveryAsync(s_period, time, logger, SweepAsync, stoppingToken);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            int now, deleted = 0;
            do
            {
                now = (int)await scripts.RunAsync(RedisScript.Sweep, [Minutes(retention.Value.After), Minutes(retention.Value.Idle), TasksPerScript], cancellationToken);
                deleted += now;
            }
            while (now == TasksPerScript);

            if (deleted > 0)
                logger.TasksExpired(deleted);
        }
        catch (LogUnavailableException e)
        {
            logger.RetentionSweepFailed(s_period, e);
        }
    }

    private static long Minutes(TimeSpan kept) => (long)Math.Ceiling(kept.TotalMinutes);
}
