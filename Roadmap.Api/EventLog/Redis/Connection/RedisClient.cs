using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Connection;

/// <summary>
/// The client of a Redis. With <c>serviceName=…</c> the servers of the connection string are sentinels: it asks them which server is the
/// master, and follows when they promote another one.
/// </summary>
internal sealed class RedisClient : IDisposable
{
    private readonly ConnectionMultiplexer? _sentinels;

    private RedisClient(ConnectionMultiplexer multiplexer, ConnectionMultiplexer? sentinels) =>
        (Multiplexer, _sentinels) = (multiplexer, sentinels);

    public ConnectionMultiplexer Multiplexer { get; }

    /// <summary>
    /// Tries once. Nothing is left of a try that fails, and the options stay as they are: the library's own try by sentinels promises
    /// neither.
    /// </summary>
    /// <exception cref="LogStartException">The sentinels know none of that name.</exception>
    /// <exception cref="RedisConnectionException">No sentinel answers, or the master that they name does not.</exception>
    /// <exception cref="TimeoutException">One of them did not answer in time.</exception>
    public static async Task<RedisClient> ConnectAsync(ConfigurationOptions options)
    {
        if (string.IsNullOrEmpty(options.ServiceName))
            return new RedisClient(await ConnectionMultiplexer.ConnectAsync(options), null);

        var sentinels = await ConnectionMultiplexer.SentinelConnectAsync(OnceOnly(options));
        try
        {
            await CheckNameAsync(sentinels, options.ServiceName);
            // This waits for answers, and holds up its thread meanwhile.
            return new RedisClient(await Task.Run(() => sentinels.GetSentinelMasterConnection(OnceOnly(options))), sentinels);
        }
        catch
        {
            Close(sentinels);
            throw;
        }
    }

    public void Dispose()
    {
        Close(Multiplexer);
        if (_sentinels is not null)
            Close(_sentinels);
    }

    /// <summary>Calls that nobody waits for any more are not waited for.</summary>
    private static void Close(ConnectionMultiplexer client)
    {
        client.Close(allowCommandsToComplete: false);
        client.Dispose();
    }

    private static ConfigurationOptions OnceOnly(ConfigurationOptions options)
    {
        var once = options.Clone();
        once.AbortOnConnectFail = true;
        return once;
    }

    private static async Task CheckNameAsync(ConnectionMultiplexer sentinels, string name)
    {
        var masters = await Task.WhenAll(sentinels.GetServers()
            .Where(sentinel => sentinel.IsConnected)
            .Select(sentinel => sentinel.SentinelGetMasterAddressByNameAsync(name)));
        if (masters.Length > 0 && masters.All(master => master is null))
        {
            throw new LogStartException(
                $"The sentinels of ConnectionStrings:Redis watch no master '{name}'. Give serviceName=… as in their sentinel monitor.");
        }
    }
}
