using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Deploy;

/// <summary><c>deploy/nginx.conf</c>.</summary>
public sealed class NginxTests(TwoInstances instances) : IClassFixture<TwoInstances>
{
    [Theory]
    [InlineData("WebSockets")]
    [InlineData("ServerSentEvents")]
    [InlineData("LongPolling")]
    public async Task Clients_that_negotiate_stay_on_their_instance(string transport)
    {
        var task = await instances.StartTaskAsync();
        await using var watcher = NodeWatcher.Connect(instances.HubUrl, transport);
        await watcher.SubscribeAsync(task);
        await watcher.NextAsync(TaskEventTypes.Connected);
        await watcher.NextAsync(TaskEventTypes.CurrentStatus);

        // One at a time: with long polling each takes a request of its own.
        for (var seq = 1; seq <= 10; seq++)
        {
            await instances.ReportProgressAsync(task, seq, seq);
            (await watcher.NextAsync(TaskEventTypes.Progress)).GetProperty("seq").GetInt32().ShouldBe(seq);
        }
    }

    [Fact]
    public async Task Clients_that_skip_negotiation_are_spread_over_the_instances()
    {
        var task = await instances.StartTaskAsync();
        var watchers = new List<HubWatcher>();
        for (var i = 0; i < 4; i++)
        {
            var watcher = new HubWatcher(new Uri($"{instances.HubUrl}?task_id={task}&access_token=secret"));
            watchers.Add(watcher);
            await watcher.StartAsync();
            await watcher.NextAsync<ConnectedMessage>();
            await watcher.NextAsync<TaskSnapshot>();
        }

        await instances.ReportProgressAsync(task, 1, 2);

        var came = await Task.WhenAll(watchers.Select(watcher => watcher.NextAsync<ProgressEvent>()));
        came.Select(progress => progress.Message).Order().ShouldBe(["1", "1", "2", "2"]);
        foreach (var watcher in watchers)
            await watcher.DisposeAsync();
        await Wait.Eventually(
            "the connections are in nginx's log", () => instances.Nginx.AccessLog.Split(Routes.Hub).Length > watchers.Count);
        instances.Nginx.AccessLog.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Server_sent_events_are_passed_on_as_they_come_and_so_is_their_end()
    {
        var task = await instances.StartTaskAsync();
        using var stream = await EventStreamClient.OpenAsync(instances.Nginx.Address, task, "?include_history=false");
        await stream.NextAsync<ConnectedMessage>();

        for (var seq = 1; seq <= 3; seq++)
        {
            await instances.ReportProgressAsync(task, seq, seq);
            (await stream.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
        }

        await instances.CompleteAsync(task);
        await stream.NextAsync<CompletedEvent>();
        await stream.ClosedAsync(ClosingReasons.TaskEnded);
    }

    [Fact]
    public async Task A_raw_WebSocket_s_messages_are_passed_on_as_they_come_and_so_is_its_close()
    {
        var task = await instances.StartTaskAsync();
        using var patience = new CancellationTokenSource(Wait.Patience);
        using var socket = await RawTaskClient.ConnectAsync(instances.Nginx.Address, task, "?include_history=false", patience.Token);
        (await socket.NextAsync(patience.Token)).ShouldBeOfType<ConnectedMessage>();

        for (var seq = 1; seq <= 3; seq++)
        {
            await instances.ReportProgressAsync(task, seq, seq);
            (await socket.NextAsync(patience.Token)).ShouldBeOfType<ProgressEvent>().Seq.ShouldBe(seq);
        }

        await instances.CompleteAsync(task);
        (await socket.NextAsync(patience.Token)).ShouldBeOfType<CompletedEvent>();
        (await socket.NextAsync(patience.Token)).ShouldBeOfType<ClosingMessage>();
        (await socket.NextAsync(patience.Token)).ShouldBeNull("it was closed with 1000");
    }

    [Theory]
    [InlineData("http://roadmap.example:8080", ErrorCodes.TaskNotFound)]
    [InlineData("http://elsewhere.example", ErrorCodes.Forbidden)]
    public async Task Pages_of_the_host_that_nginx_was_asked_for_are_the_server_s_own(string origin, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.For(Routes.CancelTask, "nobody"));
        request.Headers.Host = "roadmap.example:8080";
        request.Headers.Add("Origin", origin);

        using var answer = await instances.Nginx.Http.SendAsync(request);

        await answer.RefusedAsync(code);
    }

    [Fact]
    public async Task The_figures_of_the_instances_are_not_for_everybody()
    {
        using var answer = await instances.Nginx.Http.GetAsync(new Uri(Routes.Metrics, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_report_that_is_too_large_is_refused_by_the_server_itself()
    {
        var task = await instances.StartTaskAsync();
        using var body = new StringContent(
            $$"""[{"type":"progress","step":"work","status":"processing","message":"{{new string('x', 1_100_000)}}"}]""",
            System.Text.Encoding.UTF8, "application/json");

        using var answer = await instances.Nginx.Http.PostAsync(new Uri(Routes.For(Routes.TaskEvents, task), UriKind.Relative), body);

        await answer.RefusedAsync(ErrorCodes.TooLarge);
    }
}
