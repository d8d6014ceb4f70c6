using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.EventLog.Redis.Durability;

/// <summary>
/// Tells every part of the log each second that this instance is there, which is how all of them notice that for a while nobody was; and
/// looks at the servers at the start, when a connection was made anew, and every 30 s. A part that is away is no matter of the others.
/// </summary>
internal sealed class InstanceHeartbeat(
    RedisConnection redis, RedisShards shards, RedisScripts scripts, StoreEpochJudge storeEpochs, DamageReports damage, TimeProvider time,
    ILogger<InstanceHeartbeat> logger)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_judgePeriod = TimeSpan.FromSeconds(30);

    private readonly string _instance = StoreEpochJudge.NewToken(8);
    private readonly Part[] _parts = [.. shards.All.Select(shard => new Part(shard))];
    private string? _away;

    /// <summary>
    /// A Redis that does not answer does not stop the start; one that can never serve, or refuses what the connection string says, does.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAtEachAsync(cancellationToken);
        var failures = _parts.Select(part => part.Failure).OfType<LogUnavailableException>().ToList();
        if (failures.Select(failure => failure.InnerException).OfType<LogStartException>().FirstOrDefault() is { } refused)
            throw new LogStartException(refused.Message, refused);
        if (failures.Count > 0 && redis.Refusal is { } refusal)
            throw new LogStartException(refusal, failures[0]);

        await TellAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await shards.All.AskThoseThatAnswerAsync(shard => scripts.RunAsync(RedisScript.Left, shard, [_instance], cancellationToken));
        }
        catch (LogUnavailableException e)
        {
            // The others forget it by themselves.
            logger.RedisAway("all", e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The time to stop in is over: a request that never ended took it.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.EveryAsync(Period, time, logger, LookAtAllAsync, stoppingToken);

    private async Task LookAtAllAsync(CancellationToken cancellationToken)
    {
        await LookAtEachAsync(cancellationToken);
        await TellAsync(cancellationToken);
    }

    private Task LookAtEachAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_parts.Select(part => LookOrRememberAsync(part, cancellationToken)));

    /// <summary>Says what has changed, and looks for those that are away.</summary>
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var failed = _parts.Where(part => part.Failure is not null).ToList();
        var away = failed.Count == 0
            ? null
            : failed.Count == _parts.Length ? "all" : string.Join(", ", failed.Select(part => part.Shard.Prefix));
        if (away is not null && away != _away)
            logger.RedisAway(away, failed[0].Failure!.Message);
        else if (away is null && _away is not null)
            logger.RedisBack();
        _away = away;
        if (away is not null)
            await LookForMastersAsync(cancellationToken);
    }

    private async Task LookOrRememberAsync(Part part, CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(part, cancellationToken);
            part.Failure = null;
        }
        catch (LogUnavailableException e)
        {
            part.Failure = e;
        }
    }

    private async Task LookAsync(Part part, CancellationToken cancellationToken)
    {
        var changes = redis.Changes;
        if (part.Failure is not null
            || part.JudgedAt == 0
            || changes != part.JudgedChanges
            || time.GetElapsedTime(part.JudgedAt) >= s_judgePeriod)
        {
            var now = time.GetTimestamp();
            await scripts.WithinLimitAsync(inTime => storeEpochs.CheckAsync(part.Shard, inTime), cancellationToken);
            (part.JudgedAt, part.JudgedChanges) = (now, changes);
        }

        var reply = RedisReply.Parts(await scripts.RunAsync(RedisScript.Seen, part.Shard, [_instance], cancellationToken));
        if ((int)reply[0] is > 0 and var renewed)
            logger.LeasesRunAnew(renewed);
        foreach (var found in RedisReply.Texts(reply[1]))
        {
            var (taskId, key) = (found.Split(' ')[0], found[(found.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            damage.Tell(key, taskId, "it was not there, or nothing of the log's");
        }
    }

    private async Task LookForMastersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await scripts.WithinLimitAsync(inTime => redis.LookAgainAsync().WaitAsync(inTime), cancellationToken);
        }
        catch (LogUnavailableException)
        {
            // It is away, as was just said.
        }
    }

    /// <summary>What is known of one part.</summary>
    private sealed class Part(RedisShard shard)
    {
        public RedisShard Shard => shard;

        public long JudgedAt { get; set; }

        public int JudgedChanges { get; set; }

        /// <summary>Null when it answered.</summary>
        public LogUnavailableException? Failure { get; set; }
    }
}
