using Roadmap.Tests.Support;

namespace Roadmap.Tests.Operations;

public sealed class OutageLinesTests
{
    [Fact]
    public async Task An_outage_of_Redis_is_told_in_sentences_without_a_stack_trace_and_what_was_lost_is_a_warning()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = await HubServer.StartAsync([$"--ConnectionStrings:Redis={redis.ConnectionString}"]);
        await using var watcher = await server.ConnectAsync();
        await watcher.SubscribeAsync(await server.StartTaskAsync());

        await redis.KillAsync();
        foreach (var name in new[] { "redis_away", "lease_watch_failed", "feed_check_failed" })
            await IsToldAsync(server, name);
        await redis.StartAgainAsync();
        await IsToldAsync(server, "redis_life_renewed");

        server.Logged.Lines.ShouldAllBe(line => !line.Contains("   at ", StringComparison.Ordinal));
    }

    private static Task IsToldAsync(HubServer server, string name) =>
        Wait.Eventually($"{name} is told", () => server.Logged.Lines.Any(line => line.Contains($" {name}: ", StringComparison.Ordinal)));
}
