using Microsoft.Data.Sqlite;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Tracing;

/// <summary>What one instance exports, and what it stores for that.</summary>
public sealed class TracesWithSqliteTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private OtlpCollector _collector = null!;

    private string Database => _folder.File("traced.db");

    public async ValueTask InitializeAsync() => _collector = await OtlpCollector.StartAsync("grpc");

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_report_is_one_trace_and_says_neither_what_is_in_it_nor_who_asks()
    {
        await using var server = await StartAsync(_collector.SettingsFor("only", "grpc"));
        var worker = new TracingWorker(server.Http);
        var task = await worker.StartTaskAsync();
        await using var watcher = new HubWatcher(new Uri($"{server.HubUrl}?access_token=secret-token"));
        await watcher.StartAsync();
        await watcher.SubscribeAsync(task);

        await worker.ReportAsync(
            task, """[{"type":"progress","step":"work","status":"processing","message":"secret-message"},{"type":"completed"}]""");

        (await worker.PathAsync(_collector, "push")).Select(span => span.Name.Split(' ')[0])
            .ShouldBe(["push", "feed", "announce", "append", "ReportTaskEvents", "POST"]);
        var append = await worker.SpanAsync(_collector, "append");
        append.Attributes.ShouldBe(
            new Dictionary<string, string>
            {
                ["messaging.system"] = "roadmap",
                ["messaging.operation.name"] = "append",
                ["messaging.operation.type"] = "send",
                ["messaging.destination.name"] = $"tasks/{task}",
                ["messaging.destination.template"] = "tasks/{task_id}",
                ["messaging.batch.message_count"] = "2",
            },
            ignoreOrder: true);
        Stored().ShouldBe([$"00-{worker.TraceId}-{append.SpanId}-01", $"00-{worker.TraceId}-{append.SpanId}-01"]);
        await watcher.DisposeAsync();
        await Wait.Eventually("the connection is told",
            () => _collector.Spans.Any(span => span.Attributes.GetValueOrDefault("url.path") == Routes.Hub), _collector.ToString);
        _collector.Spans.SelectMany(span => span.Attributes.Values).ShouldAllBe(value => !value.Contains("secret-"));
    }

    [Fact]
    public async Task Metrics_and_log_lines_are_exported_too_and_a_line_names_its_trace()
    {
        await using var server = await StartAsync(_collector.SettingsFor("only", "grpc"));
        var worker = new TracingWorker(server.Http);
        var task = await worker.StartTaskAsync();

        await worker.ReportProgressAsync(task);

        await Wait.Eventually(
            "the figures come", () => _collector.Metrics.Contains("events_appended") && _collector.Metrics.Contains("append_duration"));
        await Wait.Eventually(
            "the line comes", () => _collector.Logged.Any(line => line.StartsWith(worker.TraceId, StringComparison.Ordinal)
                && line.Contains("task_status_updated task_id=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_report_that_fails_fails_in_its_trace_and_one_that_is_refused_does_not()
    {
        await using var server = await StartAsync(_collector.SettingsFor("only", "grpc"));
        var (late, failing) = (new TracingWorker(server.Http), new TracingWorker(server.Http));
        var task = await late.StartTaskAsync();
        await new OutsideWorker(server.Http).ReportAsync(task, """{"type":"completed"}""");

        (await late.ReportProgressAsync(task)).ShouldBe(409);
        File.Move(Database, $"{Database}.away");
        (await failing.ReportProgressAsync(task)).ShouldBe(503);

        (await late.SpanAsync(_collector, "append")).HasFailed.ShouldBeFalse();
        var failed = await failing.SpanAsync(_collector, "append");
        failed.HasFailed.ShouldBeTrue();
        failed.Attributes["error.type"].ShouldBe("Roadmap.Hubs.EventLog.LogUnavailableException");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("parentbased_always_on", false)]
    [InlineData("always_off", true)]
    public async Task Of_a_report_that_is_not_traced_nothing_is_stored(string? sampler, bool isSampledByWorker)
    {
        var settings = sampler is null ? [] : _collector.SettingsFor("only", "grpc");
        if (sampler is not null)
            settings["OTEL_TRACES_SAMPLER"] = sampler;
        await using var server = await StartAsync(settings);
        var worker = new TracingWorker(server.Http);
        var task = await worker.StartTaskAsync();

        (await worker.ReportProgressAsync(task, isSampledByWorker)).ShouldBe(200);

        Stored().ShouldBe([null]);
    }

    [Fact]
    public async Task A_collector_that_never_answers_holds_up_neither_a_report_nor_the_end()
    {
        await using var mute = new MuteCollector();
        await using var server = await StartAsync(
            new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = mute.Address, ["OTEL_BSP_SCHEDULE_DELAY"] = "50" });
        var worker = new TracingWorker(server.Http);
        var task = await worker.StartTaskAsync();
        (await worker.ReportProgressAsync(task)).ShouldBe(200);
        await mute.AskedAsync();

        server.Send(Signal.Terminate);

        (await server.EndedAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_collector_that_is_out_of_reach_is_told_of_once_for_each_time_that_it_is()
    {
        var port = FreePort.Take();
        await using var server = await StartAsync(OtlpCollector.SettingsFor("only", port, "http/protobuf"));
        await AwayAsync(1);

        await using (var collector = await OtlpCollector.StartAsync("http/protobuf", port))
            await Wait.Eventually("it is sent to", () => collector.Metrics.Count > 0);

        await AwayAsync(2);

        Task AwayAsync(int times) => Wait.Eventually($"it is told {times} times", () => server.Complaints.Count(complaint =>
            complaint.Contains($"export_failed collector=http://localhost:{port} ", StringComparison.Ordinal)) == times);
    }

    private Task<ServerProcess> StartAsync(Dictionary<string, string> environment) =>
        ServerProcess.StartAsync(TimeSpan.Zero, environment, $"--Storage:Path={Database}");

    /// <summary>The traces of all events, as they stand in the file.</summary>
    private List<string?> Stored()
    {
        using var db = new SqliteConnection($"Data Source={Database};Pooling=False;Mode=ReadOnly");
        db.Open();
        using var command = new SqliteCommand("SELECT trace FROM events ORDER BY task, seq", db);
        using var row = command.ExecuteReader();
        List<string?> traces = [];
        while (row.Read())
            traces.Add(row.IsDBNull(0) ? null : row.GetString(0));
        return traces;
    }
}
