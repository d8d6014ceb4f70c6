using Roadmap.Hubs;
using Roadmap.Hubs.Log;

namespace Roadmap.Api.Log.Redis;

/// <summary>
/// Tells Redis every second that this instance is there, which is how all of them notice that for a while nobody was; and looks at the server's life
/// at the start, when a connection was made anew, and every 30 s.
/// </summary>
internal sealed class RedisPresence(
    RedisConnection redis, RedisScripts scripts, RedisLife life, RedisPassword password, DamageReports damage, TimeProvider time,
    ILogger<RedisPresence> logger) : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_lifePeriod = TimeSpan.FromSeconds(30);

    private readonly string _instance = RedisLife.NewToken(8);
    private long _judgedAt;
    private int _judgedReconnects;
    private bool _isAway;

    /// <summary>A Redis that does not answer does not stop the start; one that can never serve, or refuses the password, does.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAtStartAsync(cancellationToken);
        }
        catch (LogUnavailableException e) when (e.InnerException is LogStartException refused)
        {
            throw new LogStartException(refused.Message, e);
        }
        catch (LogUnavailableException e)
        {
            _isAway = true;
            logger.RedisAway(e.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    private async Task LookAtStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (LogUnavailableException e) when (RedisPassword.IsRefusedBy(e) != false)
        {
            if (RedisPassword.IsRefusedBy(e) ?? await password.IsRefusedAsync(cancellationToken))
                throw new LogStartException("Redis refuses the password of ConnectionStrings:Redis, or wants one. Give it as password=… in there.");
            // It said nothing in time: the machine may be busy with starting.
            await LookAsync(cancellationToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await scripts.RunAsync(RedisScript.Left, [_instance], cancellationToken);
        }
        catch (LogUnavailableException e)
        {
            // The others forget it by themselves.
            logger.RedisAway(e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The time to stop in is over: a request that never ended took it.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.EveryAsync(Period, time, logger, LookOrTellAsync, stoppingToken);

    private async Task LookOrTellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
            if (_isAway)
                logger.RedisBack();
            _isAway = false;
        }
        catch (LogUnavailableException e)
        {
            if (!_isAway)
                logger.RedisAway(e.Message);
            _isAway = true;
            await LookForMasterAsync(cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var reconnects = redis.Reconnects;
        if (_isAway || _judgedAt == 0 || reconnects != _judgedReconnects || time.GetElapsedTime(_judgedAt) >= s_lifePeriod)
        {
            var now = time.GetTimestamp();
            await scripts.WithinLimitAsync(inTime => life.CheckAsync().WaitAsync(inTime), cancellationToken);
            (_judgedAt, _judgedReconnects) = (now, reconnects);
        }

        var reply = RedisReply.Parts(await scripts.RunAsync(RedisScript.Seen, [_instance], cancellationToken));
        if ((int)reply[0] is > 0 and var renewed)
            logger.LeasesRunAnew(renewed);
        foreach (var found in RedisReply.Texts(reply[1]))
        {
            var (taskId, key) = (found.Split(' ')[0], found[(found.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            damage.Tell(key, taskId, "it was not there, or nothing of the log's");
        }
    }

    private async Task LookForMasterAsync(CancellationToken cancellationToken)
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
}
