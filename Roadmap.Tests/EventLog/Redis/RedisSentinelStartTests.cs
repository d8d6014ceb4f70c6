using Roadmap.Api.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>Sentinels that are not there yet, or know nothing of what they are asked for.</summary>
public sealed class RedisSentinelStartTests : IAsyncLifetime
{
    private RedisSentinels _sentinels = null!;

    public async ValueTask InitializeAsync() => _sentinels = await RedisSentinels.NotWatchedAsync();

    public ValueTask DisposeAsync() => _sentinels.DisposeAsync();

    [Fact]
    public async Task Sentinels_that_come_after_the_start_are_used_by_the_log_and_by_the_backplane()
    {
        await using var server = await HubServer.StartAsync([$"--ConnectionStrings:Redis={_sentinels.ConnectionString}"]);
        await using var client = await CalledClient.ConnectAsync(server, waitsForJoin: false);
        await Wait.Eventually(
            "it is told", () => server.Logged.Lines.Any(line => line.Contains(" redis_master_not_found: ", StringComparison.Ordinal)));

        await _sentinels.WatchAsync();

        await server.ReadyAsync();
        await server.ReportProgressAsync(await server.StartTaskAsync(), 1);
        await CalledClient.WhenJoinedAsync(server, client.Id);
        server.Logged.Lines.ShouldAllBe(line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_master_that_is_not_there_yet_is_found_when_it_is()
    {
        await _sentinels.WatchAsync();
        _sentinels.Master.Hang();
        await using var server = await HubServer.StartAsync([$"--ConnectionStrings:Redis={_sentinels.ConnectionString}"]);

        await server.ReadyAsync();

        await server.StartTaskAsync();
    }

    [Fact]
    public async Task A_service_that_no_sentinel_knows_stops_the_start_by_name()
    {
        await _sentinels.WatchAsync();

        var refused = await Should.ThrowAsync<LogStartException>(
            () => RedisLogUnderTest.OpenAsync(_sentinels.Master, connection: _sentinels.ConnectionStringOf("mymaster")));

        refused.Message.ShouldContain("'mymaster'");
        refused.Message.ShouldContain("serviceName");
    }
}
