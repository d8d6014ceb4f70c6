using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// Three instances of the published program on one Redis. Publishers report to all of them, watchers on the hub, on raw WebSockets,
/// on event streams and with our clients move between them, and whatever happens to Redis or to the way to it, every watcher sees every
/// event once, in order, to the end.
/// </summary>
public sealed class RedisFaultProofs(PublishedProgram program, ITestOutputHelper output) : IClassFixture<PublishedProgram>
{
    private static readonly TimeSpan s_silent = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Redis_is_killed_and_started_again_with_its_file()
    {
        await using var redis = await RedisServer.StartWithFileAsync("always");
        await using var cluster = await Cluster.StartAsync(program, redis);
        await using var run = await DeliveryRun.StartAsync(cluster, new Load(), output);
        foreach (var share in new[] { 0.3, 0.6 })
        {
            await run.ReachedAsync(share);
            await redis.KillAsync();
            await redis.StartAgainAsync();
        }

        (await run.FinishAsync()).Resets.ShouldBe(0);
    }

    [Fact]
    public async Task The_way_between_an_instance_and_Redis_drops_everything_for_five_seconds()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = new RedisProxy(redis.Port);
        await using var cluster = await Cluster.StartAsync(program, redis, proxy);
        await using var run = await DeliveryRun.StartAsync(cluster, new Load(), output);
        await run.ReachedAsync(0.3);
        proxy.FallSilent();
        await Task.Delay(s_silent, TimeProvider.System);
        proxy.Speak();

        (await run.FinishAsync()).Resets.ShouldBe(0);
    }

    [Fact]
    public async Task Announcements_are_swallowed_under_load()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = new RedisProxy(redis.Port);
        await using var cluster = await Cluster.StartAsync(program, redis, proxy);
        await using var run = await DeliveryRun.StartAsync(cluster, new Load(), output);
        // Much is still to come after the last of them, or it could find nothing more to swallow.
        foreach (var share in new[] { 0.1, 0.2, 0.3, 0.4 })
        {
            await run.ReachedAsync(share);
            proxy.SwallowAnnouncements(5);
        }

        (await run.FinishAsync()).Resets.ShouldBe(0);

        proxy.StillToSwallow.ShouldBe(0);
    }

    /// <summary>Within how long, by a clock that no busy machine delays, <see cref="Feeds.QuietFeedTests"/> show.</summary>
    [Fact]
    public async Task A_swallowed_announcement_is_repaired_without_a_new_event()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = new RedisProxy(redis.Port);
        await using var cluster = await Cluster.StartAsync(program, redis, proxy);
        using var patience = new CancellationTokenSource(Wait.Patience);
        using var http = new HttpClient { BaseAddress = cluster.Instances[0].Address, Timeout = Wait.Patience };
        var task = Some.TaskId();
        await CreateAsync(http, task);
        using var watcher = await TcpHubClient.ConnectAsync(cluster.Instances[^1].Address, patience.Token);
        await watcher.SubscribeAsync(task, new AfterPosition { Seq = 0 }, patience.Token);
        (await watcher.NextAsync(patience.Token)).ShouldBeOfType<ConnectedMessage>();
        await ReportAsync(http, task);
        (await watcher.NextAsync(patience.Token)).ShouldBeOfType<ProgressEvent>().Seq.ShouldBe(1);

        proxy.SwallowAnnouncements(1);
        var since = TimeProvider.System.GetTimestamp();
        await ReportAsync(http, task);
        (await watcher.NextAsync(patience.Token)).ShouldBeOfType<ProgressEvent>().Seq.ShouldBe(2);

        proxy.StillToSwallow.ShouldBe(0);
        output.WriteLine($"repaired after {TimeProvider.System.GetElapsedTime(since)}");
    }

    private static Task CreateAsync(HttpClient http, string task) =>
        PostAsync(http, Routes.Tasks, $$"""{"task_id":"{{task}}","kind":"import"}""");

    private static Task ReportAsync(HttpClient http, string task) =>
        PostAsync(http, Routes.For(Routes.TaskEvents, task), """{"type":"progress","step":"work","status":"processing"}""");

    private static async Task PostAsync(HttpClient http, string path, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
