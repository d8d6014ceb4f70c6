using System.Text.Json;
using Roadmap.Contracts;

namespace Roadmap.Hubs.State;

/// <summary>
/// What each event does to a task, as the protocol states it. Total: whatever the log holds folds to something. What may be stored at all
/// is decided before, not here.
/// </summary>
public static class TaskFold
{
    private static readonly Dictionary<string, TaskRunStatus> s_settableStatuses = new(StringComparer.Ordinal)
    {
        ["pending"] = TaskRunStatus.Pending,
        ["processing"] = TaskRunStatus.Processing,
        ["human_review_pending"] = TaskRunStatus.HumanReviewPending,
    };

    /// <summary>The state after a numbered event.</summary>
    public static TaskState Apply(this TaskState state, TaskEvent stored)
    {
        // Nobody knows what it did, or when: the log's own state does.
        if (stored is UnreadableTaskEvent)
            return state with { Seq = stored.Seq };

        // A command is asked for by people: it shows no work.
        var folded = (stored is ControlEvent ? state : state.Begin()).Fold(stored);
        return folded with
        {
            Seq = stored.Seq,
            UpdatedAt = stored.Timestamp,
            Work = WorkClock.After(state.Work, state, folded, stored),
        };
    }

    private static TaskState Fold(this TaskState state, TaskEvent stored) => stored switch
    {
        ProgressEvent e => state.Fold(e),
        HumanReviewRequiredEvent e => state.Fold(e),
        ConceptStartEvent e => state with { ConceptsTotal = e.Progress.Total },
        ConceptAllContentCompleteEvent e => state.Count(e.ConceptId, ConceptOutcome.Completed),
        ConceptFailedEvent e => state.Count(e.ConceptId, ConceptOutcome.Failed),
        BatchCompleteEvent e => state.Fold(e),
        TaskRecoveringEvent e => state with { RoadmapId = e.RoadmapId ?? state.RoadmapId },
        ControlEvent e => state.Fold(e),
        RetryStartedEvent e => state.Fold(e),
        CompletedEvent e => state.End(TaskRunStatus.Completed, TaskSteps.Completed, e) with
        {
            Percentage = 100,
            RoadmapId = e.RoadmapId ?? state.RoadmapId,
        },
        FailedEvent e => state.End(TaskRunStatus.Failed, TaskSteps.Failed, e) with { Error = e.Error },
        CancelledEvent e => state.End(TaskRunStatus.Cancelled, TaskSteps.Cancelled, e),
        _ => state,
    };

    /// <summary>Whoever tells of a task works on it, whatever the type of what is told.</summary>
    private static TaskState Begin(this TaskState state) =>
        state.Status == TaskRunStatus.Pending ? state with { Status = TaskRunStatus.Processing } : state;

    private static TaskState Fold(this TaskState state, ProgressEvent e) => state with
    {
        Status = s_settableStatuses.GetValueOrDefault(e.Status, TaskRunStatus.Processing),
        CurrentStep = e.Step,
        SubStatus = e.SubStatus,
        Percentage = Math.Max(state.Percentage, e.Percentage ?? 0),
        ConceptsTotal = IntIn(e.Data, "total_concepts") ?? state.ConceptsTotal,
        RoadmapId = IdIn(e.Data, "roadmap_id") ?? state.RoadmapId,
    };

    private static TaskState Fold(this TaskState state, HumanReviewRequiredEvent e) => state with
    {
        Status = TaskRunStatus.HumanReviewPending,
        CurrentStep = TaskSteps.HumanReview,
        SubStatus = ReviewSubStatus.Waiting,
        RoadmapId = e.RoadmapId,
        Title = e.RoadmapTitle,
    };

    private static TaskState Fold(this TaskState state, BatchCompleteEvent e) => state with
    {
        ConceptsTotal = e.Progress.Total,
        ConceptsCompleted = e.Progress.Completed,
        ConceptsFailed = e.Progress.Failed,
    };

    private static TaskState Fold(this TaskState state, ControlEvent e) => state with
    {
        PendingCommand = e.Phase == ControlPhase.Requested
            ? new PendingCommand { CommandId = e.CommandId, Command = e.Command, Reason = e.Reason }
            : null,
    };

    private static TaskState Fold(this TaskState state, RetryStartedEvent e) => state with
    {
        Status = TaskRunStatus.Processing,
        CurrentStep = TaskSteps.Queued,
        SubStatus = null,
        Attempt = e.Attempt,
        Percentage = 0,
        Error = null,
        FinishedAt = null,
        PendingCommand = null,
        ConceptsTotal = 0,
        ConceptsCompleted = 0,
        ConceptsFailed = 0,
        Outcomes = state.Outcomes.Clear(),
    };

    private static TaskState End(this TaskState state, TaskRunStatus status, string step, TaskEvent e) => state with
    {
        Status = status,
        CurrentStep = step,
        SubStatus = null,
        PendingCommand = null,
        FinishedAt = e.Timestamp,
    };

    /// <summary>
    /// Each concept counts once: completed replaces failed, never back. The figures may have been overwritten by a batch in between.
    /// </summary>
    private static TaskState Count(this TaskState state, string conceptId, ConceptOutcome outcome)
    {
        var known = state.Outcomes.TryGetValue(conceptId, out var before);
        if (known && before >= outcome)
            return state;

        var counted = state with { Outcomes = state.Outcomes.SetItem(conceptId, outcome) };
        return outcome == ConceptOutcome.Completed
            ? counted with
            {
                ConceptsCompleted = OneMore(state.ConceptsCompleted),
                ConceptsFailed = Math.Max(0, state.ConceptsFailed - (known ? 1 : 0)),
            }
            : counted with { ConceptsFailed = OneMore(state.ConceptsFailed) };
    }

    /// <summary>A batch may have said any number.</summary>
    private static int OneMore(int count) => count == int.MaxValue ? count : count + 1;

    private static int? IntIn(JsonElement? data, string name) =>
        data is { ValueKind: JsonValueKind.Object } && data.Value.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0
            ? number
            : null;

    /// <summary>Workers put into data what they like: what is no id is left there.</summary>
    private static string? IdIn(JsonElement? data, string name) =>
        data is { ValueKind: JsonValueKind.Object }
            && data.Value.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: >= 1 and <= ContractLimits.IdLength } id
            ? id
            : null;
}
