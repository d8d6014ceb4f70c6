using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Subscriptions;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Subscriptions;

/// <summary>Streams that wait for a task that is not there yet, by a clock of their own.</summary>
public sealed class UnknownTasksTests : IAsyncLifetime
{
    /// <summary>Below the time in which a client has to answer a ping, which passes as quickly.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    private readonly string _taskId = Some.TaskId();
    private RestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RestServer.StartAsync(
            replace: services => services.Configure<UnknownTaskOptions>(waiting => waiting.Limit = s_limit));
        // The service begins beside the start. Were the clock moved before it looks now and then, it would never look.
        var first = _server.Services.GetRequiredService<UnknownTasks>().TryWait("first", CancellationToken.None).ShouldNotBeNull();
        await Wait.Eventually("tasks are looked for", () =>
        {
            if (!first.Over.IsCompleted)
                _server.Time.Advance(TimeSpan.FromSeconds(1));
            return first.Over.IsCompleted;
        });
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_raw_WebSocket_is_closed_with_4404_when_the_time_is_over()
    {
        using var watcher = await WatchAsync();
        (await watcher.NextAsync<ConnectedMessage>()).Position.ShouldBe(new Position { Epoch = ContractLimits.EpochOfUnknown, Seq = 0 });
        (await watcher.NextAsync<TaskSnapshot>()).Status.ShouldBe(TaskRunStatus.Pending);

        await PassAsync(s_limit);

        (await watcher.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.TaskNotFound);
        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.NotFound);
    }

    [Fact]
    public async Task Whoever_waits_is_answered_and_gets_every_event_of_a_task_that_somebody_makes()
    {
        using var watcher = await WatchAsync();
        await watcher.NextAsync<ConnectedMessage>();
        var pending = await watcher.NextAsync<TaskSnapshot>();
        await watcher.SendAsync("""{"type":"ping"}""");
        await watcher.NextAsync<PongMessage>();
        await watcher.SendAsync("""{"type":"get_status"}""");
        (await watcher.NextAsync<TaskSnapshot>()).ShouldBe(pending);

        await _server.PostAsync(Routes.Tasks, $$"""{"task_id":"{{_taskId}}","kind":"import"}""");
        await _server.ReportAsync(_taskId, """[{"type":"progress","step":"a","status":"x"},{"type":"completed"}]""");
        await PassAsync(TimeSpan.FromSeconds(1));

        var first = await watcher.NextAsync<ProgressEvent>();
        (first.Seq, first.Epoch).ShouldBe((1, (await _server.SnapshotAsync(_taskId)).Epoch));
        (await watcher.NextAsync<CompletedEvent>()).Seq.ShouldBe(2);
        (await watcher.NextAsync<ClosingMessage>()).Reason.ShouldBe(ClosingReasons.TaskEnded);
        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.Ended);
    }

    [Fact]
    public async Task An_event_stream_waits_too_comes_back_as_it_went_and_ends_with_task_error()
    {
        using var stream = await EventStreamClient.OpenAsync(_server.Http.BaseAddress!, _taskId);
        (await stream.NextBlockAsync())!.Event.ShouldBe(TaskEventTypes.Connected);
        var status = await stream.NextBlockAsync();
        (status!.Event, status.Id).ShouldBe((TaskEventTypes.CurrentStatus, "0:0"));
        using var back =
            await EventStreamClient.OpenAsync(_server.Http.BaseAddress!, _taskId, "?include_history=false", lastEventId: status.Id);
        (await back.NextBlockAsync())!.Event.ShouldBe(TaskEventTypes.Connected);

        await PassAsync(s_limit);

        foreach (var each in new[] { stream, back })
        {
            (await NextEventAsync(each))!.Event.ShouldBe(TaskEventTypes.TaskError);
            (await NextEventAsync(each)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Who_has_waited_resumes_from_before_the_first_event()
    {
        await _server.PostAsync(Routes.Tasks, $$"""{"task_id":"{{_taskId}}","kind":"import"}""");
        await _server.ReportAsync(_taskId, """{"type":"progress","step":"a","status":"x"}""");

        using var watcher = await WatchAsync("?epoch=0&after_seq=0");

        (await watcher.NextAsync<ConnectedMessage>()).Recovered.ShouldBe(true);
        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
    }

    [Theory]
    [InlineData("?after_seq=3")]
    [InlineData("?epoch=a.1&after_seq=0")]
    public async Task Who_has_seen_the_task_before_does_not_wait_for_it(string query)
    {
        using var watcher = await WatchAsync(query);

        (await watcher.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.TaskNotFound);
        (await watcher.NextAsync<SocketClosed>()).Code.ShouldBe(CloseCodes.NotFound);
    }

    [Fact]
    public async Task Not_more_than_so_many_wait_and_who_goes_makes_room()
    {
        var unknown = _server.Services.GetRequiredService<UnknownTasks>();
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, UnknownTasks.MostAtOnce)
            .Select(n => unknown.TryWait($"t-{n}", gone.Token).ShouldNotBeNull())
            .ToList();

        using (var watcher = await WatchAsync())
            (await watcher.NextAsync<ClosingMessage>()).Reason.ShouldBe(ErrorCodes.TaskNotFound);
        await gone.CancelAsync();

        foreach (var each in waiting)
            (await each.Over.WaitAsync(Wait.Patience)).ShouldBe(AwaitedOutcome.ClientGone);
        using (var watcher = await WatchAsync())
        {
            await watcher.NextAsync<ConnectedMessage>();
            watcher.Socket.Abort();
        }

        await Wait.Eventually("the place of a client that went without a word is free", () =>
        {
            using var all = new CancellationTokenSource();
            var places = Enumerable.Range(0, UnknownTasks.MostAtOnce).Select(n => unknown.TryWait($"t-{n}", all.Token)).ToList();
            all.Cancel();
            return places.TrueForAll(place => place is not null);
        });
    }

    private Task<RawWatcher> WatchAsync(string query = "") =>
        RawWatcher.ConnectAsync(
            new UriBuilder(new Uri(_server.Http.BaseAddress!, Routes.For(Routes.RawSocket, _taskId) + query)) { Scheme = "ws" }.Uri);

    /// <summary>Lets time pass, a look at a time.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed <= time; passed += TimeSpan.FromSeconds(1))
        {
            _server.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static async Task<EventBlock?> NextEventAsync(EventStreamClient stream)
    {
        while (await stream.NextBlockAsync() is { } block)
        {
            if (block.Event is not null)
                return block;
        }

        return null;
    }
}
