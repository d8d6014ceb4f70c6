using FluentValidation;
using MediatR;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Reporting;

/// <summary>A worker's report: the only way in which events come into a log, whoever the worker is.</summary>
public sealed record ReportTaskEvents : IRequest<AppendResult>, IReadFromJson
{
    public required string TaskId { get; init; }

    public required Caller Caller { get; init; }

    /// <summary>None is a heartbeat.</summary>
    public required IReadOnlyList<ReportedEvent> Events { get; init; }

    /// <summary>Only from the generation workflow; then its run is what is checked, and the task's lease is its own.</summary>
    public WorkflowWrite? Workflow { get; init; }

    /// <summary>
    /// Only from the ingest of what workers publish: events of types that are known by name only, or not at all, are stored too.
    /// </summary>
    public bool TakesUnknownTypes { get; init; }

    /// <summary>
    /// Only from the generation workflow: makes of an event what it says of the whole task, on the state that the events before it leave.
    /// Pure, as the decision is. What is counted before the append would be in the order of counting, not in that of the log.
    /// </summary>
    public Func<TaskState, TaskEvent, TaskEvent>? Settle { get; init; }

    /// <summary>
    /// Only from the ingest of what workers publish, who know no <c>retry_started</c>: whether an event that comes after the end is the
    /// beginning of the next attempt, which is then opened before it, in the same act. Pure, as the decision is.
    /// </summary>
    public Func<TaskState, TaskEvent, bool>? BeginsAttempt { get; init; }

    /// <summary>
    /// Only from the ingest: the attempt that this belongs to has ended. What the log does not have already, it does not take.
    /// </summary>
    public bool IsLate { get; init; }

    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class ReportTaskEventsValidator : AbstractValidator<ReportTaskEvents>
{
    public ReportTaskEventsValidator()
    {
        RuleFor(report => report.TaskId).TaskId();
        RuleFor(report => report.Events.Count).LessThanOrEqualTo(ContractLimits.EventsPerReport)
            .OverridePropertyName(ContractReader.Root)
            .WithMessage($"must hold at most {ContractLimits.EventsPerReport} events")
            .WithErrorCode(ErrorCodes.TooLarge);
        RuleFor(report => report.Events).Custom((events, context) => EventShape.Check(events, context));
    }
}

internal sealed class ReportTaskEventsHandler(ITaskEventLog log, TimeProvider time, ILogger<ReportTaskEventsHandler> logger)
    : IRequestHandler<ReportTaskEvents, AppendResult>
{
    public async Task<AppendResult> Handle(ReportTaskEvents request, CancellationToken cancellationToken)
    {
        var fromWorkflow = request.Workflow is not null;
        var result = await log.AppendAsync(
            new TaskAppend
            {
                TaskId = request.TaskId,
                Events = Dated(request.Events),
                Decide = (facts, events) => request.IsLate && events.Count > 0
                    ? new Decision.Refused(ErrorCodes.Conflict, "It comes after the end of its attempt.")
                    : TaskDecision.Decide(facts, events, fromWorkflow, request.Settle, request.BeginsAttempt),
                Admits = TaskAdmission.Of(request.Caller, TaskVerb.Report),
                RenewsLease = !fromWorkflow,
                Workflow = request.Workflow,
            },
            cancellationToken);

        logger.StatusAfter(result);
        return result;
    }

    /// <summary>An event that its reporter gave no time has happened now.</summary>
    private List<ReportedEvent> Dated(IReadOnlyList<ReportedEvent> events)
    {
        var now = time.GetUtcNow();
        var dated = new List<ReportedEvent>(events.Count);
        foreach (var reported in events)
            dated.Add(reported.Event.Timestamp == default ? reported with { Event = reported.Event with { Timestamp = now } } : reported);
        return dated;
    }
}
