using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>
/// A connection that goes mute without being closed, as behind a firewall that has forgotten it, is given up for another.
/// </summary>
public sealed class RedisMuteConnectionTests
{
    [Fact]
    public Task Commands_and_announcements_go_on_over_others_whichever_is_mute() =>
        // At once, since all are a matter of waiting.
        Task.WhenAll(
            IsReplacedAsync(proxy => proxy.MuteAnnouncements()),
            IsReplacedAsync(proxy => proxy.MuteAnnouncements(), OfTheirOwn),
            IsReplacedAsync(proxy => proxy.MuteCommands(), OfTheirOwn));

    /// <summary>With it announcements have a connection of their own, and without it one that they share with commands.</summary>
    private const string OfTheirOwn = ",protocol=resp2";

    private static async Task IsReplacedAsync(Action<RedisProxy> mute, string options = "")
    {
        await using var server = await RedisServer.StartAsync();
        await using var proxy = new RedisProxy(server.Port);
        await using var log = await RedisLogUnderTest.OpenAsync(server, connection: proxy.ConnectionString + options);
        var taskId = await log.StartTaskAsync();
        var heard = 0;
        await using var subscription =
            await log.Announcements.SubscribeAsync(taskId, _ => Interlocked.Increment(ref heard), CancellationToken.None);
        await log.AppendedAsync(taskId, Some.Progress());
        await Wait.Eventually("it is heard while nothing is mute", () => Interlocked.Exchange(ref heard, 0) > 0);

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
    }
}
