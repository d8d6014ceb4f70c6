using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Feeds;

/// <summary>Feeds that hear nothing look into the log by themselves.</summary>
public sealed class QuietFeedTests
{
    [Fact]
    public async Task A_lost_announcement_is_made_good_within_five_seconds_without_a_new_event()
    {
        var time = new FakeTime();
        await using var server = await HubServer.StartAsync(replace: services => services
            .AddSingleton<TimeProvider>(time).AddSingleton<ITaskAnnouncements>(new LostAnnouncements()));
        var task = await server.StartTaskAsync();
        await using var watcher = await server.ConnectAsync($"?task_id={task}");
        await watcher.NextAsync<ConnectedMessage>();
        await watcher.NextAsync<TaskSnapshot>();
        await server.ReportProgressAsync(task, 1);
        await Wait.Eventually("the feeds are looked after", () => time.HasPulse(QuietFeeds.Tick));

        time.Advance(TimeSpan.FromSeconds(5));

        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
        server.Logged.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Quiet_feeds_are_compared_with_the_log_a_part_at_a_time_and_none_is_forgotten()
    {
        await using var feed = new FeedUnderTest();
        foreach (var number in Enumerable.Range(1, 250))
            await feed.Feeds.SubscribeAsync($"task-{number}", $"w{number}#1", includeHistory: true, after: null).InTime();

        await feed.UntilAsync("all are looked at", () => feed.Log.TasksLookedAt == 250);

        feed.Log.MostHeads.ShouldBeLessThan(125);
    }

    private sealed class LostAnnouncements : ITaskAnnouncements, IAsyncDisposable
    {
        public Task<IAsyncDisposable> SubscribeAsync(string taskId, Action<TaskAnnouncement> onAnnounced,
            CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable>(this);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
