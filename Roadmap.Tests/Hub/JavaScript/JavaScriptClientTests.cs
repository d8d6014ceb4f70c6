using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.LiveList;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hub.JavaScript;

/// <summary>The hub as <c>@microsoft/signalr</c> sees it in Node.</summary>
public sealed class JavaScriptClientTests : HubTest
{
    private const string WebSockets = "WebSockets";
    private const string ServerSentEvents = "ServerSentEvents";
    private const string LongPolling = "LongPolling";

    [Theory]
    [InlineData(WebSockets, true)]
    [InlineData(WebSockets, false)]
    [InlineData(ServerSentEvents, false)]
    [InlineData(LongPolling, false)]
    [InlineData(WebSockets, true, true)]
    [InlineData(LongPolling, false, true)]
    public async Task A_task_is_watched_to_its_end(string transport, bool skipNegotiation, bool isPacked = false)
    {
        var task = await Server.StartTaskAsync();
        await Server.ReportProgressAsync(task, 1, 2);
        await using var watcher = NodeWatcher.Connect(Server.HubUrl, transport, skipNegotiation, isPacked);

        await watcher.SubscribeAsync(task);
        (await watcher.NextAsync<ConnectedMessage>(TaskEventTypes.Connected)).Position.Seq.ShouldBe(2);
        (await watcher.NextAsync<TaskSnapshot>(TaskEventTypes.CurrentStatus)).Seq.ShouldBe(2);

        await Server.ReportProgressAsync(task, 3, 100);
        await Server.ReportAsync(task, """{"type":"completed","message":"done"}""");
        await SeesProgressAsync(watcher, 3, 102);
        (await watcher.NextAsync<CompletedEvent>(TaskEventTypes.Completed)).Message.ShouldBe("done");
    }

    [Theory]
    [InlineData(WebSockets)]
    [InlineData(ServerSentEvents)]
    [InlineData(LongPolling)]
    [InlineData(WebSockets, true)]
    public async Task After_a_restart_of_theServer_it_comes_back_by_itself_misses_nothing_and_sees_nothing_twice(
        string transport, bool isPacked = false)
    {
        var task = await Server.StartTaskAsync();
        await using var watcher = NodeWatcher.Connect(Server.HubUrl, transport, isPacked: isPacked);
        await watcher.SubscribeAsync(task);
        await watcher.NextAsync(TaskEventTypes.Connected);
        await watcher.NextAsync(TaskEventTypes.CurrentStatus);
        await Server.ReportProgressAsync(task, 1, 3);
        await SeesProgressAsync(watcher, 1, 3);

        await Server.RestartAsync(whileAway: () => Server.ReportProgressAsync(task, 4, 3));
        await Server.ReportProgressAsync(task, 7);

        await watcher.NextAsync("reconnecting");
        await watcher.NextAsync("reconnected");
        var connected = await watcher.NextAsync<ConnectedMessage>(TaskEventTypes.Connected);
        (connected.Recovered, connected.Position.Seq).ShouldBe((true, 3));
        await SeesProgressAsync(watcher, 4, 7);
    }

    /// <summary>Every message that a page gets, as it is: the same over both protocols.</summary>
    [Fact]
    public async Task Objects_are_the_same_in_MessagePack_as_in_JSON()
    {
        var task = await Server.StartTaskAsync();
        await using var json = NodeWatcher.Connect(Server.HubUrl, WebSockets);
        await using var packed = NodeWatcher.Connect(Server.HubUrl, WebSockets, isPacked: true);
        foreach (var watcher in new[] { json, packed })
        {
            await watcher.SubscribeAsync(task);
            await watcher.UntilAsync(TaskEventTypes.CurrentStatus);
        }

        const string Data = """{"n":null,"big":9007199254740993,"bigger":18446744073709551615,"small":-1e-9,"a":[1,{}],"":{"b":false}}""";
        await Server.ReportAsync(task, $$"""
            [{"type":"progress","step":"reading","status":"processing","percentage":40.5,"message":"读取 \"🎓\"\n","data":{{Data}}},
            {"type":"batch_start","batch_index":1,"batch_size":2,"total_batches":9,"concept_ids":["c-1","c-2"]},
            {"type":"completed","roadmap_id":"r-1"}]
            """);
        foreach (var type in new[] { TaskEventTypes.Progress, TaskEventTypes.BatchStart, TaskEventTypes.Completed })
            (await packed.NextAsync(type)).GetRawText().ShouldBe((await json.NextAsync(type)).GetRawText());
        foreach (var watcher in new[] { json, packed })
            await watcher.SubscribeAsync(task);
        foreach (var type in new[] { TaskEventTypes.Connected, TaskEventTypes.CurrentStatus })
            (await packed.NextAsync(type)).GetRawText().ShouldBe((await json.NextAsync(type)).GetRawText());
    }

    [Fact]
    public async Task Closed_by_aServer_that_is_full_it_comes_back_when_there_is_room()
    {
        await using var server = await HubServer.StartAsync(["--Limits:Connections=1"]);
        var task = await server.StartTaskAsync();
        var first = await server.ConnectAsync();

        await using var watcher = NodeWatcher.Connect(new Uri($"{server.HubUrl}?task_id={task}"), WebSockets);
        (await watcher.NextAsync<ErrorMessage>(TaskEventTypes.Error)).Code.ShouldBe(ErrorCodes.RateLimited);

        await first.DisposeAsync();
        await watcher.UntilAsync(TaskEventTypes.Connected);
    }

    [Theory]
    [InlineData(WebSockets)]
    [InlineData(ServerSentEvents)]
    [InlineData(LongPolling)]
    [InlineData(WebSockets, true)]
    public async Task A_refusal_has_a_code_and_leaves_the_connection_open(string transport, bool isPacked = false)
    {
        var task = await Server.StartTaskAsync();
        await using var watcher = NodeWatcher.Connect(new Uri($"{Server.HubUrl}?task_id=nobody"), transport, isPacked: isPacked);

        var error = await watcher.NextAsync<ErrorMessage>(TaskEventTypes.Error);
        (error.Code, error.TaskId).ShouldBe((ErrorCodes.TaskNotFound, "nobody"));
        await watcher.SubscribeAsync("a b");
        (await watcher.NextAsync("refused")).GetString()!.Split("HubException: ")[^1].ShouldStartWith("invalid_request: task_id ");
        await watcher.SubscribeAsync(task);
        await watcher.NextAsync(TaskEventTypes.Connected);
    }

    [Theory]
    [InlineData(WebSockets)]
    [InlineData(ServerSentEvents)]
    [InlineData(LongPolling)]
    public async Task Killed_in_the_middle_of_its_events_it_harms_nobody(string transport)
    {
        var task = await Server.StartTaskAsync();
        await using var stays = await Server.ConnectAsync($"?task_id={task}&after_seq=0");
        await using var leaves = NodeWatcher.Connect(Server.HubUrl, transport);
        await leaves.SubscribeAsync(task);
        await leaves.NextAsync(TaskEventTypes.Connected);

        await Task.WhenAll(Server.ReportProgressAsync(task, 1, 1_000), leaves.KillAsync());
        await Server.ReportProgressAsync(task, 1_001);

        await stays.NextAsync<ConnectedMessage>();
        for (var seq = 1; seq <= 1_001; seq++)
            (await stays.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
    }

    [Theory]
    [InlineData(WebSockets)]
    [InlineData(ServerSentEvents)]
    [InlineData(LongPolling)]
    public async Task The_list_of_tasks_is_watched_and_no_longer_watched(string transport)
    {
        var counts = Server.Services.GetRequiredService<ListCounts>();
        await using var watcher = NodeWatcher.Connect(Server.HubUrl, transport);
        await watcher.CallAsync(HubMethods.WatchTasks, new { kind = "import" });
        await Wait.Eventually("it watches", () => counts.MayBeWatched);

        var task = await Server.StartTaskAsync();
        (await watcher.NextAsync<TaskChangedMessage>(TaskEventTypes.TaskChanged)).TaskId.ShouldBe(task);
        await watcher.CallAsync(HubMethods.UnwatchTasks);
        await Wait.Eventually("it watches no longer", () => !counts.MayBeWatched);
        await Server.StartTaskAsync();
        await watcher.CallAsync(HubMethods.WatchTasks, new { kind = "B" });

        (await watcher.NextAsync("refused")).GetString()!.Split("HubException: ")[^1].ShouldStartWith("invalid_request: kind ");
    }

    private static async Task SeesProgressAsync(NodeWatcher watcher, int from, int to)
    {
        for (var seq = from; seq <= to; seq++)
        {
            var progress = await watcher.NextAsync<ProgressEvent>(TaskEventTypes.Progress);
            (progress.Seq, progress.Message).ShouldBe((seq, $"{seq}"));
        }
    }
}
