using System.Reflection;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Redis;
using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Hubs.EventLog;
using StackExchange.Redis;
using SignalROptions = Microsoft.AspNetCore.SignalR.StackExchangeRedis.RedisOptions;

namespace Roadmap.Api.Backplane;

/// <summary>
/// The backplane's own connection to Redis, so that what hosts send is not in the way of the log, nor the log in its. SignalR's manager
/// gets it with a <see cref="BackplaneSubscriber"/>, and with an end that waits for nothing.
/// </summary>
internal class BackplaneConnection : DispatchProxy
{
    private const int Patience = 1_500;

    private RedisClient _client = null!;
    private ISubscriber _subscriber = null!;

    public static SignalROptions OptionsOf(RedisOptions options, ILogger logger)
    {
        var configuration = RedisConnection.Read(options.ConnectionString);
        configuration.AllowAdmin = false;
        configuration.ClientName = "roadmap-hub";
        configuration.ConnectTimeout = configuration.SyncTimeout = configuration.AsyncTimeout = Patience;
        // In braces, as a task's id is in the log's channels: so no channel that workers publish to can be one of these.
        configuration.ChannelPrefix = RedisChannel.Literal($"{options.KeyPrefix}:{{hub}}:");
        var lines = new ConnectionLines(logger, "backplane");
        configuration.ConnectionAttemptCompleted += (_, attempt) =>
        {
            if (attempt.IsSuccess)
                lines.Made(attempt);
        };
        return new SignalROptions { Configuration = configuration, ConnectionFactory = _ => ConnectAsync(configuration, lines) };
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IConnectionMultiplexer.GetSubscriber):
                return _subscriber;
            case nameof(IDisposable.Dispose):
                _client.Dispose();
                return null;
        }

        return targetMethod.Invoke(_client.Multiplexer, args);
    }

    private static async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions configuration, ConnectionLines lines)
    {
        // Without the yield, a name that resolves slowly would hold up the start.
        await Task.Yield();
        var client = await ConnectOnceAsync(configuration);
        client.Multiplexer.ConnectionFailed += (_, failed) => lines.Lost(failed);
        var connection = Create<IConnectionMultiplexer, BackplaneConnection>();
        ((BackplaneConnection)connection)._client = client;
        ((BackplaneConnection)connection)._subscriber = BackplaneSubscriber.On(client.Multiplexer.GetSubscriber());
        return connection;
    }

    /// <summary>Whoever sends or joins next tries again.</summary>
    private static async Task<RedisClient> ConnectOnceAsync(ConfigurationOptions configuration)
    {
        try
        {
            return await RedisClient.ConnectAsync(configuration);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or LogStartException)
        {
            throw new LogUnavailableException("The backplane's sentinels give no master that answers.", e);
        }
    }
}
