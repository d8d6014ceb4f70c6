using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Appending;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Reporting;

/// <summary>
/// Decides what of a report is stored: all of it, or nothing. Each event is judged on the state that those before it leave, so one report
/// may end an attempt and open the next. Pure: the log may call it again on fresh state.
/// </summary>
internal static class TaskDecision
{
    /// <param name="facts">What the log knows of the task.</param>
    /// <param name="events">Those whose ids the log does not know yet.</param>
    /// <param name="fromWorkflow">Whether the server's own workflow reports; a task that it works on takes events from nobody else.</param>
    /// <param name="settle">What the workflow's events say of the whole task: <see cref="ReportTaskEvents.Settle"/>.</param>
    /// <param name="beginsAttempt">Which events after the end open the next attempt: <see cref="ReportTaskEvents.BeginsAttempt"/>.</param>
    public static Decision Decide(
        TaskFacts facts,
        IReadOnlyList<ReportedEvent> events,
        bool fromWorkflow,
        Func<TaskState, TaskEvent, TaskEvent>? settle = null,
        Func<TaskState, TaskEvent, bool>? beginsAttempt = null)
    {
        var state = facts.State;
        if (state.Origin == TaskOrigin.Workflow && !fromWorkflow)
            return Conflict("The server works on this task itself and takes no reports on it.");

        var accepted = new List<ReportedEvent>(events.Count);
        var numbered = new List<TaskEvent>(events.Count);
        foreach (var reported in events)
        {
            if (state.HasEnded && beginsAttempt?.Invoke(state, reported.Event) == true)
            {
                var opening = new RetryStartedEvent
                {
                    Timestamp = reported.Event.Timestamp,
                    Message = $"Attempt {state.Attempt + 1} begins",
                    MessageKey = MessageKeys.AttemptBegun,
                };
                Accept(new ReportedEvent(opening));
            }

            if (Refuse(state, reported) is { } refused)
                return refused;

            // What is left as it was stays the same object: the log has its JSON ready, and need not make it on its one writing thread.
            var settled = Settle(state, settle is null ? reported.Event : settle(state, reported.Event));
            Accept(ReferenceEquals(settled, reported.Event) ? reported : reported with { Event = settled });
        }

        return new Decision.Accepted(accepted) { Numbered = new NumberedEvents(facts.State, state, numbered) };

        void Accept(ReportedEvent next)
        {
            accepted.Add(next);
            numbered.Add(EventNumbering.Next(state, next.Event));
            state = state.Apply(numbered[^1]);
        }
    }

    private static Decision.Refused? Refuse(TaskState state, ReportedEvent reported) =>
        RefuseAttempt(state, reported) ?? RefuseEnd(state, reported.Event) ?? reported.Event switch
        {
            ControlEvent control => RefuseControl(state, control),
            ConceptFailedEvent concept => RefuseConcept(state, concept.ConceptId),
            ConceptAllContentCompleteEvent concept => RefuseConcept(state, concept.ConceptId),
            CompletedEvent { RoadmapId: null } when state.Kind == TaskKinds.RoadmapGeneration => new Decision.Refused(
                ErrorCodes.InvalidRequest,
                "A roadmap's completed event names the roadmap.",
                [new FieldError
                {
                    Path = reported.PathOf("roadmap_id"),
                    Message = "is required when the task's kind is roadmap_generation",
                }]),
            _ => null,
        };

    private static Decision.Refused? RefuseAttempt(TaskState state, ReportedEvent reported)
    {
        var attempt = EventNumbering.AttemptOf(state, reported.Event);
        return reported.Attempt is { } named && named != attempt
            ? Conflict($"The {reported.Event.Type} event is of attempt {named}, but the task expects one of attempt {attempt}.")
            : null;
    }

    private static Decision.Refused? RefuseEnd(TaskState state, TaskEvent reported) => (state.HasEnded, reported) switch
    {
        (true, not RetryStartedEvent) => Conflict($"Attempt {state.Attempt} has ended; only retry_started may follow."),
        (false, RetryStartedEvent) => Conflict($"Attempt {state.Attempt} has not ended, so the next one cannot start."),
        _ => null,
    };

    /// <summary>Commands are asked for by people. A worker only says what became of the one that is pending.</summary>
    private static Decision.Refused? RefuseControl(TaskState state, ControlEvent control)
    {
        if (control.Phase == ControlPhase.Requested)
            return Conflict("A worker may not request a command, only report that it took effect or was refused.");
        return state.PendingCommand is { } pending && pending.CommandId == control.CommandId && pending.Command == control.Command
            ? null
            : Conflict("This is not the command that is pending.");
    }

    private static Decision.Refused? RefuseConcept(TaskState state, string conceptId) =>
        state.Outcomes.Count >= ContractLimits.ConceptsPerTask && !state.Outcomes.ContainsKey(conceptId)
            ? Conflict($"The task has counted {ContractLimits.ConceptsPerTask} concepts; it takes no more.")
            : null;

    /// <summary>What is stored instead of what was reported: a percentage never goes back within an attempt.</summary>
    private static TaskEvent Settle(TaskState state, TaskEvent reported) =>
        reported is ProgressEvent { Percentage: { } percentage } progress && percentage < state.Percentage
            ? progress with { Percentage = state.Percentage }
            : reported;

    private static Decision.Refused Conflict(string message) => new(ErrorCodes.Conflict, message);
}
