using Roadmap.Tests.Support;

namespace Roadmap.Tests.Tracing;

/// <summary>One report from the worker's request to the watchers of two instances, as a collector sees it.</summary>
public sealed class TracesOverInstancesTests
{
    [Fact]
    public async Task What_another_instance_delivers_is_a_part_of_the_report()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        var log = $"--ConnectionStrings:Redis={redis.ConnectionString}";
        var starting = ServerProcess.StartAsync(TimeSpan.Zero, collector.SettingsFor("a"), log);
        await using var b = await ServerProcess.StartAsync(TimeSpan.Zero, collector.SettingsFor("b"), log);
        await using var a = await starting.InTime();
        var worker = new TracingWorker(a.Http);
        var task = await worker.StartTaskAsync();
        await using var watcher = new HubWatcher(b.HubUrl);
        await watcher.StartAsync();
        await watcher.SubscribeAsync(task);

        await worker.ReportProgressAsync(task);

        (await worker.PathAsync(collector, "push")).Select(span => $"{span}").ShouldBe(
        [
            "b: push tasks/{task_id} (internal)", "b: feed tasks/{task_id} (consumer)", "b: announce tasks/{task_id} (client)",
            "a: append tasks/{task_id} (producer)", "a: ReportTaskEvents (internal)", "a: POST /api/v1/tasks/{task_id}/events (server)",
        ]);

        // What was asked of Redis for it is told too, and its looks of every second are not.
        var append = await worker.SpanAsync(collector, "append");
        CollectedSpan[] calls = [];
        await Wait.Eventually("the call to Redis is told", () => (calls = [
            .. collector.Spans.Where(span => span.ParentId == append.SpanId && span.Scope.EndsWith("Redis", StringComparison.Ordinal))
        ]) is not [], collector.ToString);
        calls.ShouldAllBe(call => call.Instance == "a" && !call.Attributes.Values.Any(value => value.Contains("work")));
        collector.Spans.ShouldAllBe(span => span.ParentId.Length > 0 || !span.Scope.EndsWith("Redis", StringComparison.Ordinal));

        // A later report that nobody traces is no part of anything, though the feed is the same.
        await worker.ReportProgressAsync(task, isSampled: false);
        var next = new TracingWorker(a.Http);
        await next.ReportProgressAsync(task);
        await next.SpanAsync(collector, "feed");
        collector.Spans.Count(span => span.Name.StartsWith("feed", StringComparison.Ordinal)).ShouldBe(2);
    }
}
