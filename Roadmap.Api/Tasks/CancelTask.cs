using MediatR;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Tasks;

/// <summary>Calls a task off: at once when nobody works on it, else by asking whoever does.</summary>
public sealed record CancelTask(string TaskId) : IRequest<AppendResult>
{
    public required Caller Caller { get; init; }
}

internal sealed class CancelTaskHandler(
    ITaskEventLog log, TimeProvider time, ILogger<CancelTaskHandler> logger) : IRequestHandler<CancelTask, AppendResult>
{
    public async Task<AppendResult> Handle(CancelTask request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var commandId = Guid.CreateVersion7(now).ToString();
        var result = await log.AppendAsync(
            new TaskAppend
            {
                TaskId = request.TaskId,
                Admits = TaskAdmission.Of(request.Caller, TaskVerb.Control),
                Decide = (facts, _) => Decide(facts, commandId, now),
            },
            cancellationToken);
        logger.StatusAfter(result);
        return result;
    }

    internal static Decision Decide(TaskFacts facts, string commandId, DateTimeOffset now)
    {
        var state = facts.State;
        if (state.HasEnded)
            return new Decision.Refused(ErrorCodes.Conflict, "The task has ended.");
        if (state.PendingCommand is { Command: ControlCommand.Cancel })
            return new Decision.Accepted([]);

        List<TaskEvent> events = [];
        if (state.PendingCommand is { } review)
            events.Add(Control(review.CommandId, review.Command, ControlPhase.Refused, "The task is being cancelled instead"));
        events.Add(Control(commandId, ControlCommand.Cancel, ControlPhase.Requested, "Cancellation was asked for"));
        if (NobodyWorksOn(facts))
        {
            events.Add(Control(
                commandId, ControlCommand.Cancel, ControlPhase.Effective, "Nobody works on the task: it is cancelled at once"));
            events.Add(new CancelledEvent { Timestamp = now, Message = "Cancelled", MessageKey = MessageKeys.Cancelled });
        }

        return new Decision.Accepted([.. events.Select(e => new ReportedEvent(e))]);

        ControlEvent Control(string id, ControlCommand command, ControlPhase phase, string message) =>
            new() { CommandId = id, Command = command, Phase = phase, Timestamp = now, Message = message };
    }

    /// <summary>
    /// A run that has just asked for a review may still hold its lease; it writes nothing more, unless a review has come in.
    /// </summary>
    private static bool NobodyWorksOn(TaskFacts facts) => facts.State.Origin == TaskOrigin.Worker
        ? facts.State.Seq == 0
        : !facts.HasLiveRun || facts.State is { Status: TaskRunStatus.HumanReviewPending, PendingCommand: null };
}
