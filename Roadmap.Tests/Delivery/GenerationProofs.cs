using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>A generation runs on exactly one of three instances, and goes on elsewhere when that one dies or stands still.</summary>
public sealed class GenerationProofs(PublishedProgram program, ITestOutputHelper output) : IClassFixture<PublishedProgram>, IDisposable
{
    /// <summary>Concepts that are made before the instance is lost.</summary>
    private const int ConceptsBefore = 2;

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(4));
    private readonly List<TaskEvent> _events = [];
    private readonly string _task = Some.TaskId();

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task Its_instance_is_killed_and_another_one_goes_on_from_the_last_checkpoint()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var cluster = await StartAsync(redis);
        var owner = await GenerateAsync(cluster);
        using var watcher = await WatchAsync(cluster, owner);
        await ReadUntilAsync(watcher, () => Count<ConceptAllContentCompleteEvent>() == ConceptsBefore);

        await cluster.KillAsync(owner);

        await ExpectTakenOverAsync(watcher);
        await ReadUntilAsync(watcher, () => _events[^1] is CompletedEvent);
        ExpectOneStory();
        Runs(cluster).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Its_instance_stands_still_and_writes_nothing_more_when_it_wakes_up()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var cluster = await StartAsync(redis);
        var owner = await GenerateAsync(cluster);
        using var watcher = await WatchAsync(cluster, owner);
        await ReadUntilAsync(watcher, () => Count<ConceptAllContentCompleteEvent>() == ConceptsBefore);

        owner.Suspend();

        await ExpectTakenOverAsync(watcher);
        owner.Resume();
        await Wait.Eventually("the instance that woke up gives its run up", () => owner.Output()
            .Contains($"generation_run_over task_id={_task} ", StringComparison.Ordinal), owner.Output);
        await ReadUntilAsync(watcher, () => _events[^1] is CompletedEvent);
        ExpectOneStory();
        Runs(cluster).Count().ShouldBe(2);
    }

    private Task<Cluster> StartAsync(RedisServer redis) => Cluster.StartAsync(program, 3, new Dictionary<string, string>
    {
        ["ConnectionStrings:Redis"] = redis.ConnectionString,
        ["Generation:Pace"] = "00:00:00.500",
        ["Logging:LogLevel:Roadmap.Api.Generation"] = "Debug",
    });

    /// <summary>Asks for a roadmap, and returns the one instance that works on it.</summary>
    private async Task<PublishedServer> GenerateAsync(Cluster cluster)
    {
        using var http = new HttpClient { BaseAddress = cluster.Instances[0].Address, Timeout = Wait.Patience };
        using var body = new StringContent($$$"""
            {"task_id":"{{{_task}}}","require_review":false,"preferences":{"learning_goal":"Learn Rust","current_level":"beginner","available_hours_per_week":10}}
            """, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(Routes.GenerateRoadmap, UriKind.Relative), body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        await Wait.Eventually("an instance works on the roadmap", () => Runs(cluster).Any());
        return Runs(cluster).Single();
    }

    /// <summary>The instances that began to work on it, each as often as it did.</summary>
    private IEnumerable<PublishedServer> Runs(Cluster cluster) =>
        cluster.Instances.SelectMany(
            instance => Enumerable.Repeat(instance, instance.Output().Split($"generation_started task_id={_task} ").Length - 1));

    private async Task<TcpHubClient> WatchAsync(Cluster cluster, PublishedServer owner)
    {
        var watcher = await TcpHubClient.ConnectAsync(cluster.Pick(Random.Shared, owner.Address), _patience.Token);
        await watcher.SubscribeAsync(_task, new AfterPosition { Seq = 0 }, _patience.Token);
        (await watcher.NextAsync(_patience.Token)).ShouldBeOfType<ConnectedMessage>();
        return watcher;
    }

    private async Task ReadUntilAsync(TcpHubClient watcher, Func<bool> hasEnough)
    {
        while (!hasEnough())
            _events.Add((await watcher.NextAsync(_patience.Token)).ShouldBeAssignableTo<TaskEvent>()!);
    }

    /// <summary>
    /// Within how long, by a clock that no busy machine delays, <see cref="Generation.Running.GenerationWorkerTests"/> show.
    /// </summary>
    private async Task ExpectTakenOverAsync(TcpHubClient watcher)
    {
        var lost = TimeProvider.System.GetTimestamp();
        await ReadUntilAsync(watcher, () => _events[^1] is TaskRecoveringEvent);
        output.WriteLine($"taken over after {TimeProvider.System.GetElapsedTime(lost)}");
    }

    /// <summary>One numbering, one end, and no concept made again that a checkpoint held.</summary>
    private void ExpectOneStory()
    {
        _events.Select(stored => stored.Seq).ShouldBe(Enumerable.Range(1, _events.Count).Select(seq => (long)seq));
        _events.DistinctBy(stored => stored.Epoch).ShouldHaveSingleItem();
        Count<CompletedEvent>().ShouldBe(1);
        Count<TaskRecoveringEvent>().ShouldBe(1);
        var made = _events.OfType<ConceptAllContentCompleteEvent>().Select(concept => concept.ConceptId).ToList();
        made.ShouldBeUnique();
        made.Count.ShouldBeGreaterThan(ConceptsBefore);
    }

    private int Count<T>() => _events.OfType<T>().Count();
}
