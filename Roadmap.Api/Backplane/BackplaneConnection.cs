using System.Reflection;
using Roadmap.Api.Log.Redis;
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

    private ConnectionMultiplexer _multiplexer = null!;
    private ISubscriber _subscriber = null!;

    public static SignalROptions OptionsOf(RedisOptions options, ILogger logger)
    {
        var configuration = RedisConnection.Read(options.ConnectionString);
        configuration.AllowAdmin = false;
        configuration.ClientName = "roadmap-hub";
        configuration.ConnectTimeout = configuration.SyncTimeout = configuration.AsyncTimeout = Patience;
        // In braces, as a task's id is in the log's channels: so no channel that workers publish to can be one of these.
        configuration.ChannelPrefix = RedisChannel.Literal($"{options.KeyPrefix}:{{hub}}:");
        return new SignalROptions { Configuration = configuration, ConnectionFactory = _ => ConnectAsync(configuration, logger) };
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IConnectionMultiplexer.GetSubscriber):
                return _subscriber;
            case nameof(IDisposable.Dispose):
                // Dispose alone waits a second for calls that nobody waits for any more.
                _multiplexer.Close(allowCommandsToComplete: false);
                break;
        }

        return targetMethod.Invoke(_multiplexer, args);
    }

    private static async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions configuration, ILogger logger)
    {
        // Without the yield, a name that resolves slowly would hold up the start.
        await Task.Yield();
        var multiplexer = await ConnectionMultiplexer.ConnectAsync(configuration);
        multiplexer.ConnectionFailed += (_, failed) => logger.RedisConnectionLost("backplane's", $"{failed.FailureType}");
        multiplexer.ConnectionRestored += (_, _) => logger.RedisConnectionRestored("backplane's");
        var connection = Create<IConnectionMultiplexer, BackplaneConnection>();
        ((BackplaneConnection)connection)._multiplexer = multiplexer;
        ((BackplaneConnection)connection)._subscriber = BackplaneSubscriber.On(multiplexer.GetSubscriber());
        return connection;
    }
}
