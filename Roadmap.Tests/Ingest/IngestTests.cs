using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api;
using Roadmap.Api.Ingest;
using Roadmap.Contracts;
using Roadmap.Hubs.Operations;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Ingest;

/// <summary>Workers that publish on channels of a real Redis, and three instances that listen.</summary>
public sealed class IngestTests(ListeningInstances instances) : IClassFixture<ListeningInstances>
{
    private readonly string _taskId = Some.TaskId();

    [Fact]
    public async Task Each_event_is_appended_once_and_in_the_order_of_its_worker()
    {
        const int Each = 150;
        var tasks = new[] { _taskId, Some.TaskId(), Some.TaskId() };
        using var figures = new IngestFigures(instances.Instances.Select(instance => instance.Services));

        var heard = await instances.Redis.PublishAsync(
            from n in Enumerable.Range(1, Each)
            from taskId in tasks
            select (
                ListeningInstances.ChannelOf(taskId), CeleryPayloads.Progress(taskId, $"{n}")));

        heard.ShouldAllBe(by => by == 3);
        foreach (var taskId in tasks)
        {
            await Wait.Eventually("all are appended", async () => (await instances.EventsAsync(taskId)).Count >= Each, figures.ToString);
            await instances.UntilAllAreTakenAsync();
            (await instances.EventsAsync(taskId)).Select(e => e.Message).ShouldBe(Enumerable.Range(1, Each).Select(n => $"{n}"));
        }
    }

    [Fact]
    public async Task A_watcher_hears_types_that_nobody_knows_under_their_own_names_live_and_replayed()
    {
        await instances.PublishAsync(_taskId, CeleryPayloads.Progress(_taskId, "first"));
        await Wait.Eventually("the task is there", async () => (await instances.EventsAsync(_taskId)).Count == 1);
        await using var live = await WatchAsync(instances.Instances[0]);
        string[] types = ["retry_item_complete", "moon_phase", "retry_completed"];

        await instances.PublishAsync(
            _taskId, types.Select(type => CeleryPayloads.All[type].Replace(CeleryPayloads.TaskId, _taskId, StringComparison.Ordinal)));

        await using var replayed = await WatchAsync(instances.Instances[1], untilSeq: 4);
        foreach (var watcher in new[] { live, replayed })
        {
            (await watcher.NextAsync<ProgressEvent>()).Seq.ShouldBe(1);
            for (var i = 0; i < types.Length; i++)
            {
                var heard = await watcher.NextAsync<UnknownTaskEvent>();
                (heard.Type, heard.TaskId, heard.Seq, heard.Attempt).ShouldBe((types[i], _taskId, i + 2, 1));
                heard.Epoch.ShouldNotBeEmpty();
                heard.Timestamp.ShouldBe(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
            }
        }

        (await RawTypesAsync(instances.Instances[2], 5)).ShouldBe([TaskEventTypes.Connected, TaskEventTypes.Progress, .. types]);
        var stored = (await instances.EventsAsync(_taskId))[1].ShouldBeOfType<UnknownTaskEvent>();
        stored.Members["success"].ValueKind.ShouldBe(JsonValueKind.True);
        stored.Message.ShouldBe("重试");
    }

    [Fact]
    public async Task What_is_no_event_harms_nothing()
    {
        using var figures = new IngestFigures(instances.Instances.Select(instance => instance.Services));
        string[] garbage = ["", "hunter2", "[]", "{}", """{"type":""}""", """{"type":"unknown"}""", """{"type":"pong"}""",
            """{"type":"progress"}""", $$"""{"type":"cancelled","task_id":"{{Some.TaskId()}}"}""", new string('x', 100_000)];

        await instances.PublishAsync(_taskId, garbage);
        await instances.Redis.PublishAsync((ListeningInstances.ChannelOf(""), "{}"), (ListeningInstances.ChannelOf("no task"), "{}"));
        await instances.PublishAsync(_taskId, CeleryPayloads.Progress(_taskId, "good"));

        await Wait.Eventually("the good one is there", async () => (await instances.EventsAsync(_taskId)).Count == 1);
        (await RawTypesAsync(instances.Instances[0], 2)).ShouldBe([TaskEventTypes.Connected, TaskEventTypes.Progress]);
        await Wait.Eventually(
            "the others are counted", () => figures.Of(IngestOutcome.Unreadable) == 3 * (garbage.Length + 2), figures.ToString);
        foreach (var instance in instances.Instances)
        {
            instance.Logged.Take("intake_unreadable").ShouldBeTrue();
            instance.Logged.Lines.ShouldAllBe(line => !line.Contains("hunter2", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_is_published_is_heard_again_after_the_connections_were_cut()
    {
        await instances.Redis.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");

        await Wait.Eventually("all three hear it again",
            async () => (await instances.PublishAsync(_taskId, CeleryPayloads.Progress(_taskId, "lost or not")))[0] == 3);
        await instances.PublishAsync(_taskId, CeleryPayloads.Progress(_taskId, "two"), CeleryPayloads.Progress(_taskId, "three"));

        await Wait.Eventually("they are appended", async () => (await instances.EventsAsync(_taskId)).Count == 3);
        (await instances.EventsAsync(_taskId)).Select(e => e.Message).ShouldBe(["lost or not", "two", "three"]);
    }

    [Fact]
    public async Task An_instance_that_drains_appends_what_it_heard_and_hears_no_more()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var alone = await ListeningInstances.StartAsync(redis);
        using var figures = new IngestFigures(alone.Services);
        var queue = alone.Services.GetRequiredService<IngestQueue>();
        (await redis.PublishAsync(Enumerable.Range(1, 50)
            .Select(n => (ListeningInstances.ChannelOf(_taskId), CeleryPayloads.Progress(_taskId, $"{n}"))))).ShouldAllBe(by => by == 1);
        await Wait.Eventually("all are heard", () => queue.Count + figures.Of(IngestOutcome.Accepted) >= 50);

        await alone.Services.GetServices<IDraining>().OfType<IngestDraining>().Single().DrainAsync(TimeSpan.Zero, CancellationToken.None);

        var task = await alone.Http.GetAsync(new Uri(Routes.For(Routes.Task, _taskId), UriKind.Relative));
        (await task.ReadAsync<TaskSnapshot>()).Seq.ShouldBe(50);
        (await redis.PublishAsync((ListeningInstances.ChannelOf(_taskId), "{}")))[0].ShouldBe(0);
    }

    [Fact]
    public async Task What_does_not_fit_is_counted_and_what_waits_at_the_end_is_told()
    {
        await using var redis = await RedisServer.StartAsync();
        var alone = await ListeningInstances.StartAsync(redis);
        await using (alone)
        {
            using var figures = new IngestFigures(alone.Services);
            var time = alone.Services.GetRequiredService<TimeProvider>();
            // Its turn comes, and then it waits.
            var waiting = new PublishedMessage(_taskId, Encoding.UTF8.GetBytes(CeleryPayloads.Progress(_taskId, "waits")),
                time.GetTimestamp() + (3600 * time.TimestampFrequency));
            for (var i = 0; i < IngestQueue.MessagesPerTask; i++)
                alone.Services.GetRequiredService<IngestQueue>().TryAdd(waiting).ShouldBeTrue();

            await redis.PublishAsync((ListeningInstances.ChannelOf(_taskId), CeleryPayloads.Progress(_taskId, "one more")));

            await Wait.Eventually("it is left out", () => figures.Of(IngestOutcome.Overflowed) == 1, figures.ToString);
            await Wait.Eventually("that is told", () => alone.Logged.Take("intake_overflowed"));
        }

        alone.Logged.Take("intake_left_behind").ShouldBeTrue();
    }

    [Fact]
    public async Task A_Redis_that_was_not_there_at_the_start_is_listened_to_when_it_comes()
    {
        await using var redis = RedisServer.NotStarted();
        await using var early = await ListeningInstances.StartAsync(redis);
        early.Logged.Take("intake_hears_nothing").ShouldBeTrue();

        await redis.StartAgainAsync();

        await Wait.Eventually("it hears", async () =>
            (await redis.PublishAsync((ListeningInstances.ChannelOf(_taskId), CeleryPayloads.Progress(_taskId, "one"))))[0] == 1);
        await Wait.Eventually("it is appended",
            async () => (await early.Http.GetAsync(new Uri(Routes.For(Routes.Task, _taskId), UriKind.Relative))).IsSuccessStatusCode);
    }

    /// <summary>The types of the first messages that a raw WebSocket is sent, from the beginning of the log.</summary>
    private async Task<List<string?>> RawTypesAsync(HubServer instance, int count)
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder($"{instance.HubUrl}/{_taskId}?after_seq=0") { Scheme = "ws" }.Uri, patience.Token);
        var (types, bytes) = (new List<string?>(), new byte[4096]);
        while (types.Count < count)
        {
            var frame = await socket.ReceiveAsync(bytes, patience.Token);
            types.Add(JsonElement.Parse(bytes.AsSpan(0, frame.Count)).GetProperty("type").GetString());
        }

        return types;
    }

    /// <summary>A stock client that has asked for the whole log, and listens to some types beside those it knows.</summary>
    private async Task<HubWatcher> WatchAsync(HubServer instance, int untilSeq = 0)
    {
        await Wait.Eventually("the log is so far", async () => (await instances.EventsAsync(_taskId)).Count >= untilSeq);
        var watcher = new HubWatcher(instance.HubUrl, alsoTo: ["retry_item_complete", "moon_phase", "retry_completed"]);
        await watcher.StartAsync();
        await watcher.SubscribeAsync(_taskId, new AfterPosition { Seq = 0 });
        await watcher.NextAsync<ConnectedMessage>();
        return watcher;
    }
}
