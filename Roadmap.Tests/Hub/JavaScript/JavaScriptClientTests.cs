using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Hub.JavaScript;

/// <summary>The hub as <c>@microsoft/signalr</c> sees it in Node.</summary>
public sealed class JavaScriptClientTests : IAsyncLifetime
{
    private const string WebSockets = "WebSockets";
    private const string ServerSentEvents = "ServerSentEvents";
    private const string LongPolling = "LongPolling";

    private HubServer _server = null!;

    public async Task InitializeAsync() => _server = await HubServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Logged.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(WebSockets, true)]
    [InlineData(WebSockets, false)]
    [InlineData(ServerSentEvents, false)]
    [InlineData(LongPolling, false)]
    public async Task A_task_is_watched_to_its_end(string transport, bool skipNegotiation)
    {
        var task = await _server.StartTaskAsync();
        await _server.ReportProgressAsync(task, 1, 2);
        await using var watcher = NodeWatcher.Connect(_server.HubUrl, transport, skipNegotiation);

        await watcher.SubscribeAsync(task);
        (await watcher.NextAsync<ConnectedMessage>(TaskEventTypes.Connected)).Position.Seq.ShouldBe(2);
        (await watcher.NextAsync<TaskSnapshot>(TaskEventTypes.CurrentStatus)).Seq.ShouldBe(2);

        await _server.ReportProgressAsync(task, 3, 100);
        await _server.ReportAsync(task, """{"type":"completed","message":"done"}""");
        await SeesProgressAsync(watcher, 3, 102);
        (await watcher.NextAsync<CompletedEvent>(TaskEventTypes.Completed)).Message.ShouldBe("done");
    }

    [Theory]
    [InlineData(WebSockets)]
    [InlineData(ServerSentEvents)]
    [InlineData(LongPolling)]
    public async Task After_a_restart_of_the_server_it_comes_back_by_itself_misses_nothing_and_sees_nothing_twice(string transport)
    {
        var task = await _server.StartTaskAsync();
        await using var watcher = NodeWatcher.Connect(_server.HubUrl, transport);
        await watcher.SubscribeAsync(task);
        await watcher.NextAsync(TaskEventTypes.Connected);
        await watcher.NextAsync(TaskEventTypes.CurrentStatus);
        await _server.ReportProgressAsync(task, 1, 3);
        await SeesProgressAsync(watcher, 1, 3);

        await _server.RestartAsync(whileAway: () => _server.ReportProgressAsync(task, 4, 3));
        await _server.ReportProgressAsync(task, 7);

        await watcher.NextAsync("reconnecting");
        await watcher.NextAsync("reconnected");
        var connected = await watcher.NextAsync<ConnectedMessage>(TaskEventTypes.Connected);
        (connected.Recovered, connected.Position.Seq).ShouldBe((true, 3));
        await SeesProgressAsync(watcher, 4, 7);
    }

    [Fact]
    public async Task Closed_by_a_server_that_is_full_it_comes_back_when_there_is_room()
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
    public async Task A_refusal_has_a_code_and_leaves_the_connection_open(string transport)
    {
        var task = await _server.StartTaskAsync();
        await using var watcher = NodeWatcher.Connect(new Uri($"{_server.HubUrl}?task_id=nobody"), transport);

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
        var task = await _server.StartTaskAsync();
        await using var stays = await _server.ConnectAsync($"?task_id={task}&after_seq=0");
        await using var leaves = NodeWatcher.Connect(_server.HubUrl, transport);
        await leaves.SubscribeAsync(task);
        await leaves.NextAsync(TaskEventTypes.Connected);

        await Task.WhenAll(_server.ReportProgressAsync(task, 1, 1_000), leaves.KillAsync());
        await _server.ReportProgressAsync(task, 1_001);

        await stays.NextAsync<ConnectedMessage>();
        for (var seq = 1; seq <= 1_001; seq++)
            (await stays.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
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
