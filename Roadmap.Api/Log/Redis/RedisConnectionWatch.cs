using Roadmap.Hubs;
using StackExchange.Redis;

namespace Roadmap.Api.Log.Redis;

/// <summary>
/// Notices when the connection to Redis goes mute without being closed, as when a firewall between them has forgotten it. The client keeps such a
/// connection for ever, and what it sends is neither answered nor refused; so another one is made, with all its channels. Commands and announcements
/// each have a connection of their own, and one of them may be mute alone.
/// </summary>
internal sealed class RedisConnectionWatch(RedisConnection redis, RedisAnnouncements announcements, TimeProvider time, ILogger<RedisConnectionWatch> logger) : BackgroundService
{
    /// <summary>Looks, not seconds: a process that was stopped has not looked.</summary>
    private const int Patience = 5;

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly RedisPulse _commands = new(() => redis.ExecuteAsync("PING", []), () => redis.Answers);
    private readonly RedisPulse _channels = new(async () => await (await redis.GetSubscriberAsync()).PingAsync(), () => 0);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.EveryAsync(s_period, time, logger, LookAsync, stoppingToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        _commands.Look();
        _channels.Look();
        if (_commands.Silence >= Patience || _channels.Silence >= Patience)
            await RenewAsync();
        await announcements.RenewAsync(cancellationToken);
    }

    private async Task RenewAsync()
    {
        try
        {
            if (!await redis.RenewAsync())
                return;
        }
        catch (Exception e) when (e is RedisException or System.Net.Sockets.SocketException)
        {
            // It is away altogether; that is told elsewhere.
            return;
        }

        logger.RedisConnectionRenewed(_commands.Silence >= Patience ? "command" : "announcement");
        _commands.Begin();
        _channels.Begin();
    }
}
