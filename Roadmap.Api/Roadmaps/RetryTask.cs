using MediatR;
using Roadmap.Api.EventLog;
using Roadmap.Api.Generation.Running;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Roadmaps;

/// <summary>
/// Starts the next attempt of a generation that failed or was cancelled, or completed without the content of some of its concepts. What is
/// made stays.
/// </summary>
public sealed record RetryTask(string TaskId) : IRequest<AppendResult>
{
    public required Caller Caller { get; init; }
}

internal sealed class RetryTaskHandler(
    ITaskEventLog log, WorkSignal signal, TimeProvider time, ILogger<RetryTaskHandler> logger) : IRequestHandler<RetryTask, AppendResult>
{
    public async Task<AppendResult> Handle(RetryTask request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var result = await log.AppendAsync(
            new TaskAppend
            {
                TaskId = request.TaskId,
                Admits = TaskAdmission.Of(request.Caller, TaskVerb.Control),
                Decide = (facts, _) => Decide(facts, now),
            },
            cancellationToken);
        if (result is AppendResult.Appended)
            signal.Signal();
        logger.StatusAfter(result);
        return result;
    }

    internal static Decision Decide(TaskFacts facts, DateTimeOffset now) => facts.State switch
    {
        { Origin: not TaskOrigin.Workflow } =>
            Conflict("This task is worked on by somebody else, who starts the next attempt with a retry_started event."),
        { Status: TaskRunStatus.Failed or TaskRunStatus.Cancelled } state => Begin(state, now),
        { Status: TaskRunStatus.Completed, ConceptsFailed: > 0 } state => Begin(state, now),
        { Status: TaskRunStatus.Completed } => Conflict("The task is completed, and nothing of it has failed."),
        _ => Conflict("The task has not ended; only a failed or cancelled one can be tried again."),
    };

    private static Decision.Accepted Begin(TaskState state, DateTimeOffset now) => new(
        [new ReportedEvent(
            new RetryStartedEvent
            {
                Attempt = state.Attempt + 1,
                Timestamp = now,
                Message = $"Attempt {state.Attempt + 1} begins",
                MessageKey = MessageKeys.AttemptBegun,
            })]);

    private static Decision.Refused Conflict(string message) => new(ErrorCodes.Conflict, message);
}
