using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>
/// A master that was a replica for a while, and is the master again: it is the same process and knows the log's scripts, but has what the
/// other one had.
/// </summary>
public sealed class RedisReturnTests : IAsyncLifetime
{
    private RedisServer _first = null!;
    private RedisServer _second = null!;

    public async ValueTask InitializeAsync()
    {
        _first = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        _second = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_appended_in_the_epochs_of_the_other_before_it_is_judged_anew()
    {
        // By this clock it never looks at Redis by itself.
        await using var here = await RedisLogUnderTest.OpenAsync(_first, time: new FakeTime());
        var taskId = await here.StartTaskAsync();
        var first = (await here.AppendedAsync(taskId, Some.Progress())).State.Epoch;
        string second;
        await FollowAsync(_second, _first);

        await SwitchAsync(_first, _second);
        await using (var there = await RedisLogUnderTest.OpenAsync(_second))
            second = (await there.AppendedAsync(taskId, Some.Progress())).State.Epoch;
        await SwitchAsync(_second, _first);

        var appended = await here.AppendedAsync(taskId, Some.Progress());
        new[] { first, second, appended.State.Epoch }.ShouldBeUnique();
        appended.LastSeq.ShouldBe(3);
    }

    [Fact]
    public async Task Its_epochs_are_renewed_also_when_nobody_has_met_the_other()
    {
        await using var here = await RedisLogUnderTest.OpenAsync(_first, time: new FakeTime());
        var taskId = await here.StartTaskAsync();
        var before = (await here.AppendedAsync(taskId, Some.Progress())).State.Epoch;
        await FollowAsync(_second, _first);

        await SwitchAsync(_first, _second);
        await SwitchAsync(_second, _first);

        await using var later = await RedisLogUnderTest.OpenAsync(_first);
        (await later.ViewAsync(taskId)).Head.Epoch.ShouldNotBe(before);
    }

    private static async Task SwitchAsync(RedisServer from, RedisServer to)
    {
        await from.ReplicatedAsync(to);
        await to.ExecuteAsync("REPLICAOF", "NO", "ONE");
        await FollowAsync(from, to);
    }

    private static async Task FollowAsync(RedisServer replica, RedisServer master)
    {
        await replica.ExecuteAsync("REPLICAOF", "127.0.0.1", $"{master.Port}");
        await Wait.Eventually("it follows", async () =>
            (await replica.ExecuteAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal));
    }
}
