namespace Roadmap.Tests.Support;

/// <summary>One Redis for all tests of a class that leave it running; each begins with nothing in it.</summary>
public sealed class RunningRedis : IAsyncLifetime
{
    internal RedisServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RedisServer.StartAsync();

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    internal async Task EmptyAsync()
    {
        await Server.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await Server.ExecuteAsync("FLUSHALL");
    }
}
