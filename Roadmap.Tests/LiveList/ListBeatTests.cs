using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs;
using Roadmap.Hubs.LiveList;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.LiveList;

/// <summary>How a client of the live list knows that it has lost something.</summary>
public sealed class ListBeatTests : IAsyncDisposable
{
    private static readonly string s_all = ListGroups.Of(null, null, null);

    private readonly FakeTime _time = new();
    private readonly LossyManager _manager = new();
    private HubServer? _server;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_beat_says_how_many_changes_there_should_have_been_lost_ones_included()
    {
        await StartAsync();
        await using var watcher = await _server!.ConnectAsync();
        var first = await watcher.WatchTasksAsync(kind: "import");
        first.Sent.ShouldBe(0);

        for (var i = 0; i < 3; i++)
        {
            await _server.StartTaskAsync();
            await watcher.NextAsync<TaskChangedMessage>();
        }

        (await NextBeatAsync(watcher)).ShouldBe(first with { Sent = 3 });

        _manager.IsLosing = true;
        await _server.StartTaskAsync();
        await Wait.Eventually("the change is lost", () => _manager.Lost == 1);
        _manager.IsLosing = false;
        (await NextBeatAsync(watcher)).ShouldBe(first with { Sent = 4 });

        await using var late = await _server.ConnectAsync();
        (await late.WatchTasksAsync(kind: "import")).ShouldBe(first with { Sent = 4 });
        (await late.WatchTasksAsync(kind: "export")).Sent.ShouldBe(0);
    }

    [Fact]
    public async Task No_beat_goes_between_the_counting_of_a_change_and_the_change()
    {
        await StartAsync();
        await using var watcher = await _server!.ConnectAsync();
        var first = await watcher.WatchTasksAsync();
        _manager.Holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _server.StartTaskAsync();
        await Wait.Eventually("the change is counted", () => _server.Services.GetRequiredService<ListCounts>().BeatOf(s_all).Sent == 1);

        var beating = _server.Services.GetRequiredService<IMediator>().Publish(new ListBeatsDue());
        _manager.Holding.SetResult();
        await beating.InTime();

        await watcher.NextAsync<TaskChangedMessage>();
        (await watcher.NextAsync<TasksBeatMessage>()).ShouldBe(first with { Sent = 1 });
    }

    [Fact]
    public async Task A_watch_counts_what_passes_its_own_filter()
    {
        await StartAsync();
        await using var all = await _server!.ConnectAsync();
        await using var ended = await _server.ConnectAsync();
        await all.WatchTasksAsync();
        await ended.WatchTasksAsync(status: TaskRunStatus.Completed);

        var task = await _server.StartTaskAsync();
        await all.NextAsync<TaskChangedMessage>();
        await _server.ReportAsync(task, """{"type":"completed"}""");
        await all.NextAsync<TaskChangedMessage>();
        await ended.NextAsync<TaskChangedMessage>();

        (await NextBeatAsync(all)).Sent.ShouldBe(2);
        (await ended.NextAsync<TasksBeatMessage>()).Sent.ShouldBe(1);
    }

    [Fact]
    public async Task Retention_tells_everyone_to_fetch_the_list_again_and_an_id_that_is_used_again_is_another_life()
    {
        await StartAsync("--Retention:After=00:01:00");
        await using var watcher = await _server!.ConnectAsync();
        await watcher.WatchTasksAsync(kind: "import");
        var task = await _server.StartTaskAsync();
        var before = await watcher.NextAsync<TaskChangedMessage>();
        await _server.ReportAsync(task, """{"type":"completed"}""");
        await watcher.NextAsync<TaskChangedMessage>();

        (await LastBeatAsync(watcher)).Sent.ShouldBe(1);
        using var list = await _server.Http.GetAsync(new Uri(Routes.Tasks, UriKind.Relative));
        (await list.ReadAsync<TaskPage>()).Tasks.ShouldBeEmpty();

        await new OutsideWorker(_server.Http).StartTaskAsync(task);
        var next = await watcher.NextAsync();
        while (next is not TaskChangedMessage)
            next = await watcher.NextAsync();
        var made = (TaskChangedMessage)next;
        (made.TaskId, made.Seq, made.Epoch == before.Epoch).ShouldBe((task, 0, false));
    }

    private async Task StartAsync(params string[] settings) => _server = await HubServer.StartAsync(settings, services => services
        .AddSingleton<TimeProvider>(_time)
        .AddTaskHubBackplane((_, _) => _manager));

    /// <summary>
    /// Lets time pass until a beat says that no other follows. The server hears of the client all the while: by its own clock hours may
    /// pass.
    /// </summary>
    private async Task<TasksBeatMessage> LastBeatAsync(HubWatcher watcher)
    {
        for (var steps = 0; steps < 1_000; steps++)
        {
            _time.Advance(LiveListService.BeatPeriod / 2);
            await watcher.InvokeAsync(HubMethods.Ping);
            while (await watcher.NextAsync() is TasksBeatMessage beat)
            {
                if (!beat.Continues)
                    return beat;
            }
        }

        throw new InvalidOperationException("Every beat says that another one follows.");
    }

    private async Task<TasksBeatMessage> NextBeatAsync(HubWatcher watcher)
    {
        await Wait.Eventually("somebody counts", () => _time.HasPulse(LiveListService.BeatPeriod));
        _time.Advance(LiveListService.BeatPeriod);
        return await watcher.NextAsync<TasksBeatMessage>();
    }
}
