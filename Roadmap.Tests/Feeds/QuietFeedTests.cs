using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.Log;
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
        await Wait.Eventually("the feeds are looked after", () => time.HasPulse(TimeSpan.FromSeconds(1)));

        time.Advance(TimeSpan.FromSeconds(5));

        (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
        server.Logged.Lines.ShouldBeEmpty();
    }

    private sealed class LostAnnouncements : ITaskAnnouncements, IAsyncDisposable
    {
        public Task<IAsyncDisposable> SubscribeAsync(string taskId, Action<TaskAnnouncement> onAnnounced, CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable>(this);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
