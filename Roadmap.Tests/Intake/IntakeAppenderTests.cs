using System.Net;
using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Roadmap.Api;
using Roadmap.Api.Intake;
using Roadmap.Api.Log;
using Roadmap.Api.Log.Sqlite;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Intake;

/// <summary>What becomes of a message behind the queue. It needs no Redis: any log will do.</summary>
public sealed class IntakeAppenderTests : IAsyncLifetime, IDisposable
{
    private readonly string _taskId = Some.TaskId();
    private RestServer _server = null!;
    private AbsentLog _log = null!;
    private IntakeAppender _appender = null!;
    private IntakeFigures _figures = null!;

    public async Task InitializeAsync()
    {
        _server = await RestServer.StartAsync(replace: services => services
            .AddSingleton<AbsentLog>(provider => new AbsentLog(provider.GetRequiredService<SqliteTaskEventLog>()))
            .AddSingleton<ITaskEventLog>(provider => provider.GetRequiredService<AbsentLog>()));
        _log = _server.Services.GetRequiredService<AbsentLog>();
        _figures = new IntakeFigures(_server.Services);
        _appender = new IntakeAppender(
            _server.Services.GetRequiredService<IMediator>(),
            new IntakeWarnings(_server.Time),
            _server.Services.GetRequiredService<ApiMetrics>(),
            _server.Time,
            _server.Services.GetRequiredService<ILogger<IntakeAppender>>());
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _figures.Dispose();

    [Fact]
    public async Task The_task_is_made_when_there_is_none_and_belongs_to_the_worker()
    {
        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"));

        var made = await _server.SnapshotAsync(_taskId);
        (made.Kind, made.Status, made.CurrentStep, made.Seq).ShouldBe((TaskKinds.RoadmapGeneration, TaskRunStatus.Processing, TaskSteps.ContentGeneration, 1));
        (await _server.PostAsync(Routes.For(Routes.CancelTask, _taskId))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await _server.SnapshotAsync(_taskId)).Status.ShouldBe(TaskRunStatus.Processing, "its worker has to take the command");
        await (await _server.PostAsync(Routes.For(Routes.RetryRoadmap, _taskId))).RefusedAsync(ErrorCodes.Conflict);
        _figures.Of(IntakeOutcome.Accepted).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_bytes_are_appended_once_also_after_the_end()
    {
        var end = $$"""{"type":"completed","task_id":"{{_taskId}}","roadmap_id":"r"}""";
        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"), end);

        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"), end, CeleryPayloads.Progress(_taskId, "late"));

        (await _server.SnapshotAsync(_taskId)).ShouldSatisfyAllConditions(s => s.Seq.ShouldBe(2), s => s.Status.ShouldBe(TaskRunStatus.Completed));
        (_figures.Of(IntakeOutcome.Accepted), _figures.Of(IntakeOutcome.Duplicate), _figures.Of(IntakeOutcome.Refused)).ShouldBe((2, 2, 1));
        Said.ShouldBeEmpty("what a task does not take is nobody's fault");
    }

    [Fact]
    public async Task A_task_that_the_server_works_on_itself_takes_nothing_from_its_channel()
    {
        await _server.Services.GetRequiredService<ITaskEventLog>().CreateAsync(Some.WorkflowTask(_taskId), CancellationToken.None);

        await AppendAsync(CeleryPayloads.Progress(_taskId, "one"), $$"""{"type":"moon_phase","task_id":"{{_taskId}}"}""");

        (await _server.SnapshotAsync(_taskId)).Seq.ShouldBe(0);
        _figures.Of(IntakeOutcome.Refused).ShouldBe(2);
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
        _figures.Of(IntakeOutcome.Accepted).ShouldBe(2);
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
        _figures.Of(IntakeOutcome.GivenUp).ShouldBe(1);
        _server.Logged.Take("intake_gave_up").ShouldBeTrue();
    }

    [Fact]
    public async Task A_newcomer_lets_those_who_heard_more_go_first()
    {
        var heard = new PublishedMessage(_taskId, Encoding.UTF8.GetBytes(CeleryPayloads.Progress(_taskId, "one")), _server.Time.GetTimestamp());

        var appending = _appender.AppendAsync(heard, CancellationToken.None);
        appending.IsCompleted.ShouldBeFalse();
        (await _server.GetAsync(Routes.For(Routes.Task, _taskId))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _server.Time.Advance(IntakeAppender.NewcomersWait);

        await appending.InTime();
        (await _server.SnapshotAsync(_taskId)).Seq.ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_read_is_counted_and_said_so_many_times_a_second_without_a_word_of_it()
    {
        const int Many = 3 * IntakeWarnings.PerSecond;
        for (var i = 0; i < Many; i++)
            await AppendAsync($$"""{"hunter2":{{i}}}""");
        await _appender.AppendAsync(new PublishedMessage("a channel\nof hunter2", "{}"u8.ToArray(), 0), CancellationToken.None);

        _figures.Of(IntakeOutcome.Unreadable).ShouldBe(Many + 1);
        Said.Count.ShouldBe(IntakeWarnings.PerSecond);
        Said.ShouldAllBe(line => line.StartsWith("Warning ", StringComparison.Ordinal) && line.Contains(" intake_unreadable: ", StringComparison.Ordinal));
        Said.ShouldAllBe(line => line.Contains(_taskId, StringComparison.Ordinal) && !line.Contains("hunter2", StringComparison.Ordinal));
        (await _server.GetAsync(Routes.For(Routes.Task, _taskId))).StatusCode.ShouldBe(HttpStatusCode.NotFound, "no task is made for it");
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
