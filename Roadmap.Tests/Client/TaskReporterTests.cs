using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Client;

/// <summary>What a worker reports arrives once and in order, whatever happens on the way.</summary>
public sealed class TaskReporterTests : HubTest
{
    private static readonly TaskReporterOptions s_quick = TaskReporterOptions.Default with { MaxDelay = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public async Task Events_go_in_batches_and_keep_their_order()
    {
        await using var proxy = new CuttingProxy(Server.Http.BaseAddress!);
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address));
        var taskId = await Server.StartTaskAsync();
        await using (var reporter = client.CreateReporter(taskId, s_quick))
        {
            for (var n = 1; n <= 1_000; n++)
                await reporter.ProgressAsync("work", n / 10.0, $"{n}");
            await reporter.CompleteAsync();
        }

        var stored = await EventsAsync(client, taskId);
        stored.OfType<ProgressEvent>().Select(e => e.Message).ShouldBe(Enumerable.Range(1, 1_000).Select(n => $"{n}"));
        stored[^1].ShouldBeOfType<CompletedEvent>();
        proxy.Posts.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task An_answer_that_is_lost_doubles_no_event()
    {
        await using var proxy = new CuttingProxy(Server.Http.BaseAddress!);
        await using var client = new RoadmapClient(ClientReading.Quick(proxy.Address));
        var taskId = await Server.StartTaskAsync();
        await using var reporter = client.CreateReporter(taskId, s_quick with { MaxEvents = 7 });
        proxy.LoseAnswers(5);

        for (var n = 1; n <= 50; n++)
            await reporter.ProgressAsync("work", message: $"{n}");
        await reporter.FlushAsync().InTime();

        (await EventsAsync(client, taskId)).Select(e => e.Message).ShouldBe(Enumerable.Range(1, 50).Select(n => $"{n}"));
        proxy.Posts.ShouldBeGreaterThanOrEqualTo((50 / 7) + 5);
    }

    [Fact]
    public async Task While_the_server_is_away_events_wait_and_then_those_who_report()
    {
        await using var client = new RoadmapClient(ClientReading.Quick(Server.Http.BaseAddress!));
        var taskId = await Server.StartTaskAsync();
        await using var reporter = client.CreateReporter(taskId, s_quick with { Buffer = 20, MaxEvents = 10 });
        var reporting = Task.CompletedTask;
        var reported = 0;

        await Server.RestartAsync(async () =>
        {
            reporting = Task.Run(async () =>
            {
                for (var n = 1; n <= 100; n++)
                {
                    await reporter.ProgressAsync("work", message: $"{n}");
                    Interlocked.Increment(ref reported);
                }
            });
            // 20 that wait, and the 10 at most that are on their way.
            await Wait.Eventually("the buffer is full", () => Volatile.Read(ref reported) >= 20);
            Volatile.Read(ref reported).ShouldBeLessThanOrEqualTo(31);
            reporting.IsCompleted.ShouldBeFalse();
        });

        await reporting.InTime();
        await reporter.CompleteAsync().InTime();
        var stored = await EventsAsync(client, taskId);
        stored.OfType<ProgressEvent>().Select(e => e.Message).ShouldBe(Enumerable.Range(1, 100).Select(n => $"{n}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_called_off_hears_of_it_and_says_so(bool hasBegun)
    {
        await using var client = new RoadmapClient(ClientReading.Quick(Server.Http.BaseAddress!));
        var taskId = await Server.StartTaskAsync();
        await using var reporter = client.CreateReporter(taskId, s_quick with { Heartbeat = TimeSpan.FromMilliseconds(20) });
        if (hasBegun)
        {
            await reporter.ProgressAsync("work", 10);
            await reporter.FlushAsync().InTime();
        }

        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = reporter.CancelRequested.Register(fired.SetResult);
        reporter.CancelRequested.IsCancellationRequested.ShouldBeFalse();

        await client.CancelAsync(taskId);
        if (!hasBegun)
            await reporter.ProgressAsync("work", 10);

        await fired.Task.InTime();
        await reporter.CancelledAsync("asked to").InTime();
        (await client.GetTaskAsync(taskId)).Status.ShouldBe(TaskRunStatus.Cancelled);
    }

    [Fact]
    public async Task A_report_that_is_refused_is_told_to_who_reports()
    {
        await using var client = new RoadmapClient(ClientReading.Quick(Server.Http.BaseAddress!));
        var taskId = await Server.StartTaskAsync();
        await using var reporter = client.CreateReporter(taskId, s_quick);
        await reporter.ProgressAsync("No Step");

        var refusal = await Should.ThrowAsync<RoadmapException>(reporter.FlushAsync().InTime());

        refusal.Code.ShouldBe(ErrorCodes.InvalidRequest);
        refusal.IsFinal.ShouldBeTrue();
        (await Should.ThrowAsync<RoadmapException>(reporter.ProgressAsync("work").AsTask())).Code.ShouldBe(ErrorCodes.InvalidRequest);
    }

    [Fact]
    public async Task What_was_not_sent_yet_goes_with_the_disposal()
    {
        await using var client = new RoadmapClient(ClientReading.Quick(Server.Http.BaseAddress!));
        var taskId = await Server.StartTaskAsync();
        var reporter = client.CreateReporter(taskId, TaskReporterOptions.Default with { MaxDelay = TimeSpan.FromHours(1) });
        for (var n = 1; n <= 10; n++)
            await reporter.ProgressAsync("work", message: $"{n}");

        await reporter.DisposeAsync().InTime();
        await reporter.DisposeAsync().InTime();

        (await EventsAsync(client, taskId)).Count.ShouldBe(10);
        await Should.ThrowAsync<ObjectDisposedException>(reporter.ProgressAsync("work").AsTask());
    }

    [Fact]
    public async Task A_disposal_does_not_wait_for_a_server_that_stays_away()
    {
        await using var client = new RoadmapClient(ClientReading.Quick(new Uri($"http://127.0.0.1:{FreePort.Take()}")));
        var reporter = client.CreateReporter("t-1", s_quick with { FlushTimeout = TimeSpan.FromMilliseconds(50) });
        await reporter.ProgressAsync("work");
        var flushed = reporter.FlushAsync();

        await reporter.DisposeAsync().InTime();

        (await Should.ThrowAsync<RoadmapException>(flushed.InTime())).Code.ShouldBe(ClientErrorCodes.Closed);
    }

    private static async Task<IReadOnlyList<TaskEvent>> EventsAsync(RoadmapClient client, string taskId)
    {
        List<TaskEvent> events = [];
        EventPage page;
        do
        {
            page = await client.GetEventsAsync(taskId, new AfterPosition { Seq = events.Count }, ContractLimits.EventsPerPage);
            events.AddRange(page.Events);
        }
        while (page.NextAfterSeq < page.Seq);
        return events;
    }
}
