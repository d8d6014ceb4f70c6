using System.Globalization;
using System.Net;
using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roadmap.Api;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Sqlite;
using Roadmap.Api.Hosting;
using Roadmap.Api.Ingest;
using Roadmap.Contracts;
using Roadmap.Hubs.Subscriptions;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Ingest;

/// <summary>What becomes of a message behind the queue. It needs no Redis: any log will do.</summary>
public sealed class IngestAppenderTests : IAsyncLifetime
{
    private readonly string _taskId = Some.TaskId();
    private readonly IngestOptions _options = new();
    private RestServer _server = null!;
    private AbsentLog _log = null!;
    private IngestAppender _appender = null!;
    private IngestFigures _figures = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RestServer.StartAsync(replace: services => services
            .AddSingleton<AbsentLog>(provider => new AbsentLog(provider.GetRequiredService<SqliteTaskEventLog>()))
            .AddSingleton<ITaskEventLog>(provider => provider.GetRequiredService<AbsentLog>()));
        _log = _server.Services.GetRequiredService<AbsentLog>();
        _figures = new IngestFigures(_server.Services);
        _appender = new IngestAppender(
            _server.Services.GetRequiredService<IMediator>(),
            new HeardTasks(),
            _server.Services.GetRequiredService<UnknownTasks>(),
            _server.Services.GetRequiredService<ApiMetrics>(),
            Options.Create(_options),
            _server.Time,
            _server.Services.GetRequiredService<ILogger<IngestAppender>>());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _figures.Dispose();
    }

    [Fact]
    public async Task The_task_is_made_when_there_is_none_and_belongs_to_the_worker()
    {
        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"));

        var made = await _server.SnapshotAsync(_taskId);
        (made.Kind, made.Status, made.CurrentStep, made.Seq)
            .ShouldBe((TaskKinds.RoadmapGeneration, TaskRunStatus.Processing, TaskSteps.ContentGeneration, 1));
        (await _server.PostAsync(Routes.For(Routes.CancelTask, _taskId))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await _server.SnapshotAsync(_taskId)).Status.ShouldBe(TaskRunStatus.Processing, "its worker has to take the command");
        await (await _server.PostAsync(Routes.For(Routes.RetryRoadmap, _taskId))).RefusedAsync(ErrorCodes.Conflict);
        _figures.Of(IngestOutcome.Accepted).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_bytes_are_appended_once_also_after_the_end()
    {
        var end = $$"""{"type":"completed","task_id":"{{_taskId}}","roadmap_id":"r"}""";
        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"), end);

        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"), end, $$"""{"type":"cancelled","task_id":"{{_taskId}}"}""");

        (await _server.SnapshotAsync(_taskId))
            .ShouldSatisfyAllConditions(s => s.Seq.ShouldBe(2), s => s.Status.ShouldBe(TaskRunStatus.Completed));
        (_figures.Of(IngestOutcome.Accepted), _figures.Of(IngestOutcome.Duplicate), _figures.Of(IngestOutcome.Refused)).ShouldBe((2, 2, 1));
        Said.ShouldBeEmpty("what a task does not take is nobody's fault");
    }

    [Fact]
    public async Task What_has_no_time_of_its_own_happened_when_it_was_heard_and_not_when_its_turn_came()
    {
        var heard = _server.Time.GetUtcNow();
        var message = new PublishedMessage(_taskId,
            """{"type":"progress","step":"a","status":"x","timestamp":"2025-12-07T20:15:30.123456"}"""u8.ToArray(), 0)
        { HeardAt = heard };

        _server.Time.Advance(TimeSpan.FromSeconds(3));
        await _appender.AppendAsync(message, CancellationToken.None);

        (await _server.SnapshotAsync(_taskId)).UpdatedAt.ShouldBe(heard);
    }

    [Fact]
    public async Task A_message_that_is_repeated_after_a_retry_does_not_end_it()
    {
        var failed = """{"type":"failed","error":"no"}""";
        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"), failed, CeleryPayloads.Progress(_taskId, "again"), failed);

        await AppendAsync("""{"type":"concept_complete","concept_id":"c","concept_name":"c","content_type":"quiz"}""");

        (await _server.SnapshotAsync(_taskId)).ShouldSatisfyAllConditions(
            s => s.Attempt.ShouldBe(2), s => s.Seq.ShouldBe(5), s => s.Status.ShouldBe(TaskRunStatus.Processing));
    }

    [Fact]
    public async Task What_comes_after_an_end_that_was_heard_is_late_also_when_another_instance_has_opened_the_next_attempt()
    {
        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"), """{"type":"failed","error":"no"}""");
        await _server.ReportAsync(_taskId, """{"type":"retry_started"}""");

        await AppendAsync("""{"type":"concept_complete","concept_id":"c","concept_name":"c","content_type":"quiz"}""");
        (await _server.SnapshotAsync(_taskId)).Seq.ShouldBe(3);
        await AppendAsync(CeleryPayloads.Progress(_taskId, "again"));

        (await _server.SnapshotAsync(_taskId)).ShouldSatisfyAllConditions(s => s.Attempt.ShouldBe(2), s => s.Seq.ShouldBe(4));
        _figures.Of(IngestOutcome.Refused).ShouldBe(1);
    }

    [Fact]
    public async Task Times_without_an_offset_are_of_the_assumed_one()
    {
        _options.AssumedOffset = "+08:00";

        await AppendAsync("""{"type":"progress","step":"a","status":"x","timestamp":"2025-12-07T20:15:30.123456"}""");

        (await _server.SnapshotAsync(_taskId))
            .UpdatedAt.ShouldBe(DateTimeOffset.Parse("2025-12-07T12:15:30.123456Z", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_task_that_the_server_works_on_itself_takes_nothing_from_its_channel()
    {
        await _server.Services.GetRequiredService<ITaskEventLog>().CreateAsync(Some.WorkflowTask(_taskId), CancellationToken.None);

        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"), $$"""{"type":"moon_phase","task_id":"{{_taskId}}"}""");

        (await _server.SnapshotAsync(_taskId)).Seq.ShouldBe(0);
        _figures.Of(IngestOutcome.Refused).ShouldBe(2);
    }

    [Fact]
    public async Task A_log_that_does_not_answer_is_asked_again()
    {
        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"));
        _log.IsAway = true;

        var appending = AppendAsync(CeleryPayloads.Progress(_taskId, "two"));
        await PassUntilAsync(() => _log.AskedInVain >= 3);
        _log.IsAway = false;
        await PassUntilAsync(() => appending.IsCompleted);

        await appending.InTime();
        (await _server.SnapshotAsync(_taskId)).Seq.ShouldBe(2);
        _figures.Of(IngestOutcome.Accepted).ShouldBe(2);
        _server.Logged.Take("intake_log_unavailable").ShouldBeTrue();
        Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_the_log_does_not_take_for_long_is_left_out()
    {
        _log.IsAway = true;

        var appending = AppendAsync(CeleryPayloads.Progress(_taskId, "one"));
        await PassUntilAsync(() => appending.IsCompleted);

        await appending.InTime();
        _figures.Of(IngestOutcome.GivenUp).ShouldBe(1);
        _server.Logged.Take("intake_gave_up").ShouldBeTrue();
    }

    [Fact]
    public async Task A_newcomer_lets_those_who_heard_more_go_first()
    {
        var heard = new PublishedMessage(
            _taskId, Encoding.UTF8.GetBytes(CeleryPayloads.Progress(_taskId, "one")), _server.Time.GetTimestamp());

        var appending = _appender.AppendAsync(heard, CancellationToken.None);
        appending.IsCompleted.ShouldBeFalse();
        (await _server.GetAsync(Routes.For(Routes.Task, _taskId))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _server.Time.Advance(IngestAppender.NewcomersWait);

        await appending.InTime();
        (await _server.SnapshotAsync(_taskId)).Seq.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_read_is_counted_and_said_so_many_times_without_a_word_of_it()
    {
        const int Many = 3 * PacedLogging.Warnings;
        for (var i = 0; i < Many; i++)
            await AppendAsync($$"""{"hunter2":{{i}}}""");
        await _appender.AppendAsync(new PublishedMessage("a channel\nof hunter2", "{}"u8.ToArray(), 0), CancellationToken.None);

        _figures.Of(IngestOutcome.Unreadable).ShouldBe(Many + 1);
        Said.Count.ShouldBe(PacedLogging.Warnings);
        Said.ShouldAllBe(line => line.StartsWith("Warning ", StringComparison.Ordinal)
            && line.Contains(" intake_unreadable: ", StringComparison.Ordinal));
        Said.ShouldAllBe(line => line.Contains(_taskId, StringComparison.Ordinal) && !line.Contains("hunter2", StringComparison.Ordinal));
        (await _server.GetAsync(Routes.For(Routes.Task, _taskId))).StatusCode.ShouldBe(HttpStatusCode.NotFound, "no task is made for it");
        _server.Time.Advance(PacedLogging.Period);
        Said[^1].ShouldContain($" lines_left_out lines={Many + 1 - PacedLogging.Warnings} event_name=intake_unreadable ");
    }

    private List<string> Said => [.. _server.Logged.Lines.Where(line => line.Contains(" Roadmap.", StringComparison.Ordinal))];

    /// <summary>Lets time pass; every wait is over sooner or later.</summary>
    private Task PassUntilAsync(Func<bool> condition) => Wait.Eventually("time is enough", () =>
    {
        _server.Time.Advance(TimeSpan.FromSeconds(5));
        return condition();
    });

    private async Task AppendAsync(params string[] payloads)
    {
        foreach (var payload in payloads)
            await _appender.AppendAsync(new PublishedMessage(_taskId, Encoding.UTF8.GetBytes(payload), 0), CancellationToken.None);
    }
}
