using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hub;

/// <summary>The hub as a stock .NET client sees it, in either protocol with the client's own options.</summary>
public abstract class TaskProgressHubTests(bool isPacked) : HubTest
{
    public sealed class InJson() : TaskProgressHubTests(isPacked: false);

    public sealed class InMessagePack() : TaskProgressHubTests(isPacked: true);

    [Fact]
    public async Task A_subscriber_hears_connected_then_the_snapshot_then_every_event_to_the_end()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 2);
        await using var watcher = await ConnectAsync(Server);

        var reply = await watcher.SubscribeAsync(task);
        await Server.ReportProgressAsync(task, 3);
        await Server.ReportAsync(task, """{"type":"completed","message":"done"}""");

        reply.Seq.ShouldBe(2);
        var connected = await watcher.NextAsync<ConnectedMessage>();
        connected.Position.ShouldBe(new Position { Epoch = reply.Epoch, Seq = 2 });
        connected.Recovered.ShouldBeNull();
        var snapshot = await watcher.NextAsync<TaskSnapshot>();
        (snapshot.Seq, snapshot.Status, snapshot.CurrentStep).ShouldBe((2, TaskRunStatus.Processing, "work"));
        var progress = await watcher.NextAsync<ProgressEvent>();
        (progress.Seq, progress.Message, progress.TaskId, progress.Epoch, progress.Attempt).ShouldBe((3, "3", task, reply.Epoch, 1));
        var completed = await watcher.NextAsync<CompletedEvent>();
        (completed.Seq, completed.Message).ShouldBe((4, "done"));
    }

    [Fact]
    public async Task Without_history_no_snapshot_is_sent_unless_the_task_has_ended()
    {
        var task = await Server.StartTaskAsync();
        await using var watcher = await ConnectAsync(Server);

        await watcher.SubscribeAsync(task, includeHistory: false);
        await Server.ReportAsync(task, """{"type":"failed","error":"no more"}""");
        await watcher.NextAsync<ConnectedMessage>();
        await watcher.NextAsync<FailedEvent>();

        await watcher.SubscribeAsync(task, includeHistory: false);
        await watcher.NextAsync<ConnectedMessage>();
        (await watcher.NextAsync<TaskSnapshot>()).Error.ShouldBe("no more");
    }

    [Fact]
    public async Task A_position_is_resumed_from_and_zero_is_the_whole_log()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 5);
        await using var watcher = await ConnectAsync(Server);

        var reply = await watcher.SubscribeAsync(task, new AfterPosition { Seq = 0 });
        (await watcher.NextAsync<ConnectedMessage>()).Recovered.ShouldBe(true);
        for (var seq = 1; seq <= 5; seq++)
            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);

        await watcher.SubscribeAsync(task, new AfterPosition { Epoch = reply.Epoch, Seq = 4 });
        (await watcher.NextAsync<ConnectedMessage>()).Position.Seq.ShouldBe(4);
        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(5);
    }

    [Theory]
    [InlineData("another-epoch", 1, ResetReason.EpochChanged)]
    [InlineData(null, 9, ResetReason.Ahead)]
    public async Task A_position_that_is_lost_is_answered_with_the_reason_and_the_snapshot(string? epoch, long seq, ResetReason reason)
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 3);
        await using var watcher = await ConnectAsync(Server);

        await watcher.SubscribeAsync(task, new AfterPosition { Epoch = epoch, Seq = seq });
        await Server.ReportProgressAsync(task, 4);

        var connected = await watcher.NextAsync<ConnectedMessage>();
        (connected.Recovered, connected.Reason, connected.Position.Seq).ShouldBe((false, reason, 3));
        (await watcher.NextAsync<TaskSnapshot>()).Seq.ShouldBe(3);
        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(4);
    }

    [Fact]
    public async Task A_position_before_what_is_kept_is_answered_with_trimmed()
    {
        await using var server = await HubServer.StartAsync(["--Retention:EventsPerTask=10"]);
        var task = await server.StartTaskAsync();
        await server.ReportProgressAsync(task, 1, 200);
        await using var watcher = await ConnectAsync(server);

        await watcher.SubscribeAsync(task, new AfterPosition { Seq = 3 });

        var connected = await watcher.NextAsync<ConnectedMessage>();
        (connected.Recovered, connected.Reason).ShouldBe((false, ResetReason.Trimmed));
        var snapshot = await watcher.NextAsync<TaskSnapshot>();
        (snapshot.Seq, snapshot.OldestSeq > 4).ShouldBe((200, true));
    }

    [Fact]
    public async Task A_long_replay_comes_whole_and_runs_on_into_the_live_events()
    {
        var task = await Server.StartTaskAsync();
        for (var first = 1; first <= 4_001; first += 1_000)
            await Server.ReportProgressAsync(task, first, 1_000);
        await using var watcher = await ConnectAsync(Server);

        await watcher.SubscribeAsync(task, new AfterPosition { Seq = 0 });
        await Server.ReportProgressAsync(task, 5_001, 100);

        await watcher.NextAsync<ConnectedMessage>();
        for (var seq = 1; seq <= 5_100; seq++)
            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
    }

    [Fact]
    public async Task The_status_is_returned_and_pushed_to_a_subscriber_and_only_returned_to_others()
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1);
        await using var watcher = await ConnectAsync(Server);

        (await watcher.InvokeAsync<TaskSnapshot>(HubMethods.GetStatus, new TaskRequest { TaskId = task })).Seq.ShouldBe(1);
        await watcher.SubscribeAsync(task, includeHistory: false);
        (await watcher.InvokeAsync<TaskSnapshot>(HubMethods.GetStatus, new TaskRequest { TaskId = task })).Seq.ShouldBe(1);

        await watcher.NextAsync<ConnectedMessage>();
        (await watcher.NextAsync<TaskSnapshot>()).Seq.ShouldBe(1);
    }

    [Fact]
    public async Task After_unsubscribing_nothing_more_comes()
    {
        var task = await Server.StartTaskAsync();
        await using var watcher = await ConnectAsync(Server);
        await watcher.SubscribeAsync(task, includeHistory: false);
        await watcher.NextAsync<ConnectedMessage>();

        await watcher.UnsubscribeAsync(task);
        await Server.ReportProgressAsync(task, 1);
        await watcher.SubscribeAsync(task, includeHistory: false);

        (await watcher.NextAsync<ConnectedMessage>()).Position.Seq.ShouldBe(1);
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        await using var watcher = await ConnectAsync(Server);
        await watcher.InvokeAsync(HubMethods.Ping);
        await watcher.NextAsync<PongMessage>();
    }

    [Fact]
    public async Task Every_refusal_has_a_code_and_names_the_field()
    {
        var task = await Server.StartTaskAsync();
        await using var watcher = await ConnectAsync(Server);

        await Refused("task_not_found: There is no task 'nobody'.", HubMethods.Subscribe, new { task_id = "nobody" });
        await Refused("task_not_found: There is no task 'nobody'.", HubMethods.GetStatus, new { task_id = "nobody" });
        await Refused("invalid_request: task_id is required.", HubMethods.Subscribe, new { });
        await Refused("invalid_request: task_id must be a string", HubMethods.Subscribe, new { task_id = 5 });
        await Refused("invalid_request: task_id must be 1 to 128", HubMethods.Unsubscribe, new { task_id = "a b" });
        await Refused("invalid_request: after.seq", HubMethods.Subscribe, new { task_id = task, after = new { epoch = "e" } });
        await Refused("invalid_request: after.seq", HubMethods.Subscribe, new { task_id = task, after = new { seq = -1 } });
        await Refused("invalid_request: ", HubMethods.Subscribe, "a string");
        watcher.HasMore.ShouldBeFalse();

        async Task Refused(string start, string method, object argument)
        {
            var refusal = await Should.ThrowAsync<HubException>(() => watcher.InvokeAsync(method, argument));
            refusal.Message.Split("HubException: ")[^1].ShouldStartWith(start);
        }
    }

    [Fact]
    [AtLimit("tasks that one connection watches")]
    public async Task A_connection_watches_no_more_tasks_than_its_limit()
    {
        await using var server = await HubServer.StartAsync(["--Limits:SubscriptionsPerConnection=2"]);
        var (first, second, third) = (await server.StartTaskAsync(), await server.StartTaskAsync(), await server.StartTaskAsync());
        await using var watcher = await ConnectAsync(server);
        await watcher.SubscribeAsync(first);
        await watcher.SubscribeAsync(second);

        (await Should.ThrowAsync<HubException>(() => watcher.SubscribeAsync(third))).Message.ShouldContain("rate_limited: ");
        await watcher.SubscribeAsync(first);
        await watcher.UnsubscribeAsync(first);
        await watcher.SubscribeAsync(third);
    }

    private Task<HubWatcher> ConnectAsync(HubServer server) => server.ConnectAsync(isPacked: isPacked);
}
