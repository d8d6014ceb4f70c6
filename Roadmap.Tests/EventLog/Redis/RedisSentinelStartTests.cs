using Roadmap.Api.EventLog;
using Roadmap.Hubs.EventLog;
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
    public async Task A_user_of_the_access_lists_finds_the_master_and_follows_a_fail_over()
    {
        await _sentinels.WatchAsync();
        await _sentinels.AddUserAsync();
        await using var log = await RedisLogUnderTest.OpenAsync(
            _sentinels.Master, time: TimeProvider.System, connection: $"{_sentinels.ConnectionString}{RedisServer.AsUser}");
        (await _sentinels.Master.UsersAsync("roadmap")).Distinct().ShouldBe([RedisServer.User]);

        await _sentinels.FailOverAsync();

        await Wait.Eventually("the log answers", async () =>
        {
            try
            {
                return await log.StartTaskAsync() is not null;
            }
            catch (LogUnavailableException)
            {
                return false;
            }
        });
        (await _sentinels.Replica.UsersAsync("roadmap")).Distinct().ShouldBe([RedisServer.User]);
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
