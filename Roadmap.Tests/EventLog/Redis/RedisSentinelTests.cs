using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Hub;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>Two instances find their Redis by sentinels, which promote the replica when the master dies.</summary>
public sealed class RedisSentinelTests : IAsyncLifetime
{
    private RedisSentinels _sentinels = null!;
    private HubServer _here = null!;
    private HubServer _there = null!;

    public async ValueTask InitializeAsync()
    {
        _sentinels = await RedisSentinels.StartAsync();
        _here = await StartAsync();
        _there = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
        await _sentinels.DisposeAsync();
    }

    [Fact]
    public async Task Watchers_are_told_that_acknowledged_events_are_lost_and_hear_what_comes_after()
    {
        var taskId = await _here.StartTaskAsync();
        await using var watcher = await _there.ConnectAsync();
        await watcher.SubscribeAsync(taskId);
        var before = await watcher.NextAsync<ConnectedMessage>();
        await watcher.NextAsync<TaskSnapshot>();
        await _here.ReportProgressAsync(taskId, 1);
        await watcher.NextAsync<ProgressEvent>();
        await Wait.Eventually("the replica has it", async () => await SeqOnAsync(_sentinels.Replica, taskId) == 1);
        await _sentinels.CutReplicaOffAsync();
        await _here.ReportProgressAsync(taskId, 2, 3);
        for (var i = 2; i < 5; i++)
            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(i);

        await _sentinels.FailOverAsync();

        var after = await watcher.NextAsync<ConnectedMessage>();
        after.Recovered.ShouldBe(false);
        after.Reason.ShouldBe(ResetReason.EpochChanged);
        after.Position.Epoch.ShouldNotBe(before.Position.Epoch);
        (await watcher.NextAsync<TaskSnapshot>()).Seq.ShouldBe(1, "the rest is lost");
        await _here.ReadyAsync();
        await _here.ReportProgressAsync(taskId, 5);
        var next = await watcher.NextAsync<ProgressEvent>();
        (next.Seq, next.Epoch).ShouldBe((2, after.Position.Epoch));
        foreach (var server in new[] { _here, _there })
        {
            server.Logged.Lines.ShouldContain(line => line.Contains(" redis_away: ", StringComparison.Ordinal));
            server.Logged.Lines.ShouldAllBe(line => line.StartsWith("Warning", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Each_change_of_places_begins_new_epochs_also_one_back_to_a_process_that_was_judged_before()
    {
        var taskId = await _here.StartTaskAsync();
        await using var watcher = await _there.ConnectAsync();
        await watcher.SubscribeAsync(taskId);
        var epochs = new List<string> { (await watcher.NextAsync<ConnectedMessage>()).Position.Epoch };
        await watcher.NextAsync<TaskSnapshot>();

        await _sentinels.SwitchAsync(_sentinels.Master, _sentinels.Replica);
        await ResetAsync();
        await _sentinels.SwitchAsync(_sentinels.Replica, _sentinels.Master);
        await ResetAsync();

        epochs.ShouldBeUnique();

        async Task ResetAsync()
        {
            var reset = await watcher.NextAsync<ConnectedMessage>();
            reset.Reason.ShouldBe(ResetReason.EpochChanged);
            epochs.Add(reset.Position.Epoch);
            await watcher.NextAsync<TaskSnapshot>();
        }
    }

    [Fact]
    public async Task What_a_host_sends_reaches_the_other_instance_after_a_fail_over()
    {
        await using var before = await CalledClient.ConnectAsync(_there);

        await _sentinels.FailOverAsync();

        await using var after = await CalledClient.ConnectAsync(_there);
        await ReachedAsync(before);
        await ReachedAsync(after);
    }

    /// <summary>What is sent while a subscription is made anew is lost: it is sent until it is heard.</summary>
    private Task ReachedAsync(CalledClient client) => Wait.Eventually(
        "it is reached from the other instance", async () => await IsSentAsync(_here, "after") && client.HasHeardOf("after"),
        () => string.Join('\n', _here.Logged.Lines.Concat(_there.Logged.Lines)));

    private static async Task<long> SeqOnAsync(RedisServer server, string taskId)
    {
        var reply = await server.ExecuteAsync("HGET", $"roadmap:{{{taskId}}}:state", "seq");
        return long.TryParse(reply.Split("\r\n")[1], out var seq) ? seq : 0;
    }

    private static async Task<bool> IsSentAsync(HubServer server, string words)
    {
        try
        {
            var hub = server.Services.GetRequiredService<IHubContext<TaskProgressHub>>();
            await hub.Clients.All.SendAsync(CalledClient.Said, words).InTime();
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    private Task<HubServer> StartAsync() => HubServer.StartAsync([$"--ConnectionStrings:Redis={_sentinels.ConnectionString}"]);
}
