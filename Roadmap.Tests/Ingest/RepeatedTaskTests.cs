using Roadmap.Api;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Ingest;

/// <summary>Workers that know no <c>retry_started</c>: after the end they publish progress again, under the same task.</summary>
public sealed class RepeatedTaskTests(ListeningInstances instances) : IClassFixture<ListeningInstances>
{
    private readonly string _taskId = Some.TaskId();

    [Theory]
    [InlineData("""{"type":"failed","error":"no"}""")]
    [InlineData("""{"type":"completed","roadmap_id":"r"}""")]
    [InlineData("""{"type":"cancelled"}""")]
    public async Task The_next_attempt_is_opened_once_by_whichever_instance_is_first_and_every_watcher_hears_it_before_the_progress(
        string end)
    {
        await instances.PublishAsync(_taskId, CeleryPayloads.Progress(_taskId, "first"));
        await Wait.Eventually("the task is there", async () => (await instances.EventsAsync(_taskId)).Count == 1);
        await using var watcher = await instances.Instances[1].ConnectAsync();
        await watcher.SubscribeAsync(_taskId);
        await watcher.NextAsync<ConnectedMessage>();
        await watcher.NextAsync<TaskSnapshot>();

        await instances.PublishAsync(_taskId, end, CeleryPayloads.Progress(_taskId, "again"), CeleryPayloads.Progress(_taskId, "and on"),
            end.Replace('}', ' ') + ",\"message\":\"second\"}");

        await Wait.Eventually("all is there", async () => (await instances.EventsAsync(_taskId)).Count >= 6);
        await instances.UntilAllAreTakenAsync();
        var events = await instances.EventsAsync(_taskId);
        var ending = events[1].Type;
        events.Select(e => e.Type).ShouldBe(["progress", ending, "retry_started", "progress", "progress", ending]);
        events.Select(e => e.Attempt).ShouldBe([1, 1, 2, 2, 2, 2]);
        foreach (var stored in events.Skip(1))
            (await watcher.NextAsync() as TaskEvent).ShouldNotBeNull()
                .ShouldSatisfyAllConditions(e => e.Seq.ShouldBe(stored.Seq), e => e.Type.ShouldBe(stored.Type));
    }

    [Fact]
    public async Task What_is_late_from_before_the_end_opens_nothing_and_a_retry_that_is_told_is_told_once()
    {
        static string Progress(string at, string message) =>
            $$"""{"type":"progress","step":"content_generation","status":"processing","timestamp":"{{at}}","message":"{{message}}"}""";
        using var figures = new IngestFigures(instances.Instances.Select(instance => instance.Services));

        await instances.PublishAsync(_taskId,
            Progress("2026-01-31T20:00:00+08:00", "one"),
            """{"type":"failed","error":"no","timestamp":"2026-01-31T20:00:10+08:00"}""",
            Progress("2026-01-31T20:00:09+08:00", "late"),
            """{"type":"concept_complete","concept_id":"c","concept_name":"c","content_type":"quiz","timestamp":"2026-01-31T20:00:11+08:00"}""",
            """{"type":"retry_started","timestamp":"2026-01-31T20:00:12+08:00"}""",
            Progress("2026-01-31T20:00:13+08:00", "again"));

        await Wait.Eventually("all is there", async () => (await instances.EventsAsync(_taskId)).Count >= 4);
        await instances.UntilAllAreTakenAsync();
        await Wait.Eventually("what is late is counted", () => figures.Of(IngestOutcome.Refused) == 6, figures.ToString);
        (await instances.EventsAsync(_taskId)).Select(e => e.Type).ShouldBe(["progress", "failed", "retry_started", "progress"]);
    }
}
