using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>What a watcher on one instance sees of what another instance stores.</summary>
public sealed class RedisFeedTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private HubServer _reporting = null!;
    private HubServer _watching = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartWithFileAsync("everysec");
        _reporting = await StartInstanceAsync();
        _watching = await StartInstanceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _watching.DisposeAsync();
        await _reporting.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_watcher_sees_what_is_reported_to_another_instance()
    {
        await using var watcher = await WatchAsync(await _reporting.StartTaskAsync());

        await _reporting.ReportProgressAsync(watcher.TaskId, 1, 3);

        foreach (var seq in new[] { 1, 2, 3 })
            (await watcher.Hub.NextAsync<ProgressEvent>()).Seq.ShouldBe(seq);
    }

    [Fact]
    public async Task A_swallowed_announcement_is_made_good_without_another_event()
    {
        await using var watcher = await WatchAsync(await _reporting.StartTaskAsync());
        await _redis.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");

        // The watching instance has not reconnected yet: nobody hears of this one.
        await _reporting.ReportProgressAsync(watcher.TaskId, 1);

        (await watcher.Hub.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
    }

    [Fact]
    public async Task A_Redis_that_went_back_resets_the_watchers()
    {
        await using var watcher = await WatchAsync(await _reporting.StartTaskAsync());
        await _reporting.ReportProgressAsync(watcher.TaskId, 1);
        await watcher.Hub.NextAsync<ProgressEvent>();
        await _redis.ExecuteAsync("BGREWRITEAOF");
        await Wait.Eventually("Redis has written its file", async () => (await _redis.ExecuteAsync("INFO", "persistence"))
            .Contains("aof_rewrite_in_progress:0", StringComparison.Ordinal));

        await _redis.KillAsync();
        await _redis.StartAgainAsync();

        (await watcher.Hub.NextAsync<ConnectedMessage>()).Recovered.ShouldBe(false);
        (await watcher.Hub.NextAsync<TaskSnapshot>()).Seq.ShouldBe(1);
    }

    /// <summary>Whatever instance meets it, and whatever it remembers of the task.</summary>
    [Fact]
    public async Task A_state_that_cannot_be_read_ends_the_task_for_readers_reporters_and_watchers_alike()
    {
        await using var watcher = await WatchAsync(await _reporting.StartTaskAsync());
        await _reporting.ReportProgressAsync(watcher.TaskId, 1);
        await watcher.Hub.NextAsync<ProgressEvent>();
        await _redis.ExecuteAsync("HSET", $"roadmap:{{{watcher.TaskId}}}:state", "state", "{");

        var shown = await StatusAsync(_watching, watcher.TaskId);

        (shown.Status, shown.Seq).ShouldBe((TaskRunStatus.Failed, 2));
        (await watcher.Hub.NextAsync<FailedEvent>()).Seq.ShouldBe(2);
        (await RefusedAsync(_reporting, watcher.TaskId)).Detail.ShouldContain("Attempt 1 has ended");
        (await StatusAsync(_reporting, watcher.TaskId)).ShouldBe(shown);
    }

    [Fact]
    public async Task A_task_that_has_lost_more_than_its_state_has_failed_in_a_new_epoch()
    {
        await using var watcher = await WatchAsync(await _reporting.StartTaskAsync());
        await _reporting.ReportProgressAsync(watcher.TaskId, 1);
        var first = await watcher.Hub.NextAsync<ProgressEvent>();
        await _redis.ExecuteAsync("HDEL", $"roadmap:{{{watcher.TaskId}}}:state", "state", "oldest");

        (await RefusedAsync(_reporting, watcher.TaskId)).Detail.ShouldContain("Attempt 1 has ended");

        (await StatusAsync(_reporting, watcher.TaskId)).Status.ShouldBe(TaskRunStatus.Failed);
        (await watcher.Hub.NextAsync<ConnectedMessage>()).Recovered.ShouldBe(false);
        var snapshot = await watcher.Hub.NextAsync<TaskSnapshot>();
        snapshot.Epoch.ShouldNotBe(first.Epoch);
        if (snapshot.Status != TaskRunStatus.Failed)
            await watcher.Hub.NextAsync<FailedEvent>();
    }

    private static async Task<TaskSnapshot> StatusAsync(HubServer server, string taskId) =>
        await (await server.Http.GetAsync(new Uri(Routes.For(Routes.Task, taskId), UriKind.Relative))).ReadAsync<TaskSnapshot>();

    private static async Task<Problem> RefusedAsync(HubServer server, string taskId)
    {
        using var report = new StringContent("""{"type":"cancelled"}""", Encoding.UTF8, "application/json");
        return await (await server.Http.PostAsync(new Uri(Routes.For(Routes.TaskEvents, taskId), UriKind.Relative), report))
            .RefusedAsync(ErrorCodes.Conflict);
    }

    private Task<HubServer> StartInstanceAsync() => HubServer.StartAsync(
        [$"--ConnectionStrings:Redis={_redis.ConnectionString}{RedisLogUnderTest.Unhurried}"],
        services => services.AddSingleton<TimeProvider>(new PatientTime()));

    private async Task<Watching> WatchAsync(string taskId)
    {
        var hub = await _watching.ConnectAsync();
        await hub.SubscribeAsync(taskId);
        await hub.NextAsync<ConnectedMessage>();
        await hub.NextAsync<TaskSnapshot>();
        return new Watching(taskId, hub);
    }

    private sealed record Watching(string TaskId, HubWatcher Hub) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }
}
