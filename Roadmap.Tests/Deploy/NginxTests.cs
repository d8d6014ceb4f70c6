using System.Net;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Deploy;

/// <summary>
/// <c>deploy/nginx.conf</c> before two instances. Each has a log of its own here, on which the test does the same, so that it shows which instance
/// somebody came to.
/// </summary>
public sealed class NginxTests : IAsyncLifetime
{
    private ServerProcess _first = null!;
    private ServerProcess _second = null!;
    private LoadBalancer _nginx = null!;

    public async Task InitializeAsync()
    {
        _first = await ServerProcess.StartAsync(TimeSpan.Zero);
        _second = await ServerProcess.StartAsync(TimeSpan.Zero);
        _nginx = await LoadBalancer.StartAsync(_first.Address, _second.Address);
    }

    public async Task DisposeAsync()
    {
        await _nginx.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _first.Complaints.ShouldBeEmpty();
        _second.Complaints.ShouldBeEmpty();
    }

    private Uri HubUrl => new(_nginx.Address, Routes.Hub);

    [Theory]
    [InlineData("WebSockets")]
    [InlineData("ServerSentEvents")]
    [InlineData("LongPolling")]
    public async Task Clients_that_negotiate_stay_on_their_instance(string transport)
    {
        var task = await StartTaskOnBothAsync();
        await using var watcher = NodeWatcher.Connect(HubUrl, transport);
        await watcher.SubscribeAsync(task);
        await watcher.NextAsync(TaskEventTypes.Connected);
        await watcher.NextAsync(TaskEventTypes.CurrentStatus);

        // One at a time: with long polling each takes a request of its own.
        for (var seq = 1; seq <= 10; seq++)
        {
            await OnBothAsync(worker => worker.ReportProgressAsync(task, seq));
            (await watcher.NextAsync(TaskEventTypes.Progress)).GetProperty("seq").GetInt32().ShouldBe(seq);
        }
    }

    [Fact]
    public async Task Clients_that_skip_negotiation_are_spread_over_the_instances()
    {
        var task = await StartTaskOnBothAsync();
        var watchers = new List<HubWatcher>();
        for (var i = 0; i < 4; i++)
        {
            var watcher = new HubWatcher(new Uri($"{HubUrl}?task_id={task}&access_token=secret"));
            watchers.Add(watcher);
            await watcher.StartAsync();
            await watcher.NextAsync<ConnectedMessage>();
            await watcher.NextAsync<TaskSnapshot>();
        }

        await new OutsideWorker(_first.Http).ReportProgressAsync(task, 1);
        await new OutsideWorker(_second.Http).ReportProgressAsync(task, 2);

        var came = await Task.WhenAll(watchers.Select(watcher => watcher.NextAsync<ProgressEvent>()));
        came.Select(progress => progress.Message).Order().ShouldBe(["1", "1", "2", "2"]);
        foreach (var watcher in watchers)
            await watcher.DisposeAsync();
        await Wait.Eventually("the connections are in nginx's log", () => _nginx.AccessLog.Split(Routes.Hub).Length > watchers.Count);
        _nginx.AccessLog.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_an_instance_is_told_to_stop_its_clients_go_to_the_other_and_nobody_else_notices(bool skipNegotiation)
    {
        var task = await StartTaskOnBothAsync();
        await using var watcher = NodeWatcher.Connect(HubUrl, "WebSockets", skipNegotiation);
        await watcher.SubscribeAsync(task);
        await watcher.NextAsync(TaskEventTypes.Connected);
        await watcher.NextAsync(TaskEventTypes.CurrentStatus);
        await new OutsideWorker(_first.Http).ReportProgressAsync(task, 1);
        await new OutsideWorker(_second.Http).ReportProgressAsync(task, 2);
        var isOnFirst = (await watcher.NextAsync<ProgressEvent>(TaskEventTypes.Progress)).Message == "1";
        var (stops, stays) = isOnFirst ? (_first, _second) : (_second, _first);

        await stops.SignalAsync("TERM");
        var ended = stops.EndedAsync();
        while (!ended.IsCompleted)
            (await _nginx.Http.GetAsync(new Uri(Routes.For(Routes.Task, task), UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ended).ShouldBe(0);

        await watcher.NextAsync("reconnecting");
        await watcher.NextAsync("reconnected");
        // The other instance has another log.
        (await watcher.NextAsync<ConnectedMessage>(TaskEventTypes.Connected)).Reason.ShouldBe(ResetReason.EpochChanged);
        await watcher.NextAsync(TaskEventTypes.CurrentStatus);
        await new OutsideWorker(stays.Http).ReportProgressAsync(task, 3);
        (await watcher.NextAsync<ProgressEvent>(TaskEventTypes.Progress)).Message.ShouldBe("3");
    }

    [Theory]
    [InlineData("http://roadmap.example:8080", ErrorCodes.TaskNotFound)]
    [InlineData("http://elsewhere.example", ErrorCodes.Forbidden)]
    public async Task Pages_of_the_host_that_nginx_was_asked_for_are_the_server_s_own(string origin, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.For(Routes.CancelTask, "nobody"));
        request.Headers.Host = "roadmap.example:8080";
        request.Headers.Add("Origin", origin);

        using var answer = await _nginx.Http.SendAsync(request);

        await answer.RefusedAsync(code);
    }

    [Fact]
    public async Task A_report_that_is_too_large_is_refused_by_the_server_itself()
    {
        var task = await StartTaskOnBothAsync();
        using var body = new StringContent($$"""[{"type":"progress","step":"work","status":"processing","message":"{{new string('x', 1_100_000)}}"}]""", System.Text.Encoding.UTF8, "application/json");

        using var answer = await _nginx.Http.PostAsync(new Uri(Routes.For(Routes.TaskEvents, task), UriKind.Relative), body);

        await answer.RefusedAsync(ErrorCodes.TooLarge);
    }

    private async Task<string> StartTaskOnBothAsync()
    {
        var task = Some.TaskId();
        await OnBothAsync(worker => worker.StartTaskAsync(task));
        return task;
    }

    private async Task OnBothAsync(Func<OutsideWorker, Task> act)
    {
        await act(new OutsideWorker(_first.Http));
        await act(new OutsideWorker(_second.Http));
    }
}
