using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>
/// At every start, beside everything else: lists tasks with their owners and creators that are not yet. An earlier version made them, or
/// ended them, perhaps beside this one while instances were renewed one by one. A few tasks a script, so that appends pass in between.
/// </summary>
internal sealed class RedisPeopleListing(RedisShards shards, RedisScripts scripts, TimeProvider time) : BackgroundService
{
    private const int TasksPerScript = 100;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var shard in shards.All)
                await ListAsync(shard, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, or could not start.
        }
    }

    private async Task ListAsync(RedisShard shard, CancellationToken stoppingToken)
    {
        for (var before = "+inf"; before.Length > 0;)
        {
            try
            {
                before = RedisReply.Text(await scripts.RunAsync(RedisScript.EnlistPeople, shard, [before, TasksPerScript], stoppingToken));
            }
            catch (LogUnavailableException)
            {
                // The heartbeat tells of it.
                await Task.Delay(s_pause, time, stoppingToken);
            }
        }
    }
}
