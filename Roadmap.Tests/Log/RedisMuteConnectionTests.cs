using Roadmap.Hubs.Log;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Log;

/// <summary>An instance has two connections to Redis. When one of them goes mute without being closed, both are given up for others.</summary>
public sealed class RedisMuteConnectionTests
{
    [Fact]
    public Task Commands_and_announcements_go_on_over_others_whichever_is_mute() =>
        // At once, since both are a matter of waiting.
        Task.WhenAll(IsReplacedAsync(proxy => proxy.MuteCommands()), IsReplacedAsync(proxy => proxy.MuteAnnouncements()));

    private static async Task IsReplacedAsync(Action<RedisProxy> mute)
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new RedisProxy(server.Port);
        await using var log = await RedisLogUnderTest.OpenAsync(server, connection: proxy.ConnectionString);
        var taskId = await log.StartTaskAsync();
        var heard = 0;
        await using var subscription = await log.Announcements.SubscribeAsync(taskId, _ => Interlocked.Increment(ref heard), CancellationToken.None);

        mute(proxy);
        await Wait.Eventually("what is reported is stored, and heard", async () =>
        {
            try
            {
                await log.AppendedAsync(taskId, Some.Progress());
            }
            catch (LogUnavailableException)
            {
                // The mute connection is still the one in use.
            }

            return Volatile.Read(ref heard) > 0;
        }, () => string.Join('\n', log.Logged.Lines));

        await Wait.Eventually("it is told", () => log.Logged.Take("redis_connection_renewed"));
    }
}
