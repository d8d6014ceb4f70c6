using System.Text.Json;
using Roadmap.Contracts;

namespace Roadmap.Client.Watching;

/// <summary>
/// The task after one more event, as <c>docs/protocol.md</c> folds it. Each concept counts once as far as its events were heard; the
/// server's next snapshot has the exact figures.
/// </summary>
internal sealed class TaskView
{
    private readonly Dictionary<string, bool> _isCompleted = new(StringComparer.Ordinal);

    /// <summary>Null before the first snapshot.</summary>
    public TaskSnapshot? Snapshot { get; private set; }

    /// <summary>What was known is void.</summary>
    public void Reset(TaskSnapshot? snapshot)
    {
        Snapshot = snapshot;
        if (snapshot is null)
            _isCompleted.Clear();
    }

    public void Apply(ITaskMessage message)
    {
        if (message is TaskSnapshot snapshot)
            Reset(snapshot);
        else if (message is TaskEvent next)
            Apply(next);
    }

    private void Apply(TaskEvent next)
    {
        // Concepts are remembered also before there is a snapshot, and counted in it already.
        if (Snapshot is null)
            Remember(next);
        else if (next is UnreadableTaskEvent)
            Snapshot = Snapshot with { Seq = next.Seq, Epoch = next.Epoch };
        else if (next.Seq > Snapshot.Seq)
        {
            var folded = Fold(Begin(Snapshot, next), next);
            Snapshot = folded with
            {
                Expected = Snapshot.Expected is { } expected ? ExpectedAfter(expected, Snapshot, folded, next) : null,
                Seq = next.Seq,
                Epoch = next.Epoch,
                UpdatedAt = next.Timestamp,
            };
        }
    }

    private static ExpectedWork? ExpectedAfter(ExpectedWork expected, TaskSnapshot before, TaskSnapshot after, TaskEvent next)
    {
        if (next is RetryStartedEvent || after.HasEnded())
            return null;
        if (after.CurrentStep != before.CurrentStep
            && expected.Steps.FirstOrDefault(step => step.Step == after.CurrentStep) is { } step)
            return expected with { At = next.Timestamp, Low = step.Low, High = step.High };
        var left = before.WorkLeft(next is TaskRecoveringEvent ? before.UpdatedAt : next.Timestamp)!.Value;
        return expected with { At = next.Timestamp, Low = left.Low.TotalSeconds, High = left.High.TotalSeconds };
    }

    private static TaskSnapshot Begin(TaskSnapshot task, TaskEvent next) =>
        task.Status == TaskRunStatus.Pending && next is not ControlEvent ? task with { Status = TaskRunStatus.Processing } : task;

    private void Remember(TaskEvent next)
    {
        if (next is ConceptAllContentCompleteEvent completed)
            _isCompleted[completed.ConceptId] = true;
        else if (next is ConceptFailedEvent failed)
            _isCompleted.TryAdd(failed.ConceptId, false);
        else if (next is RetryStartedEvent)
            _isCompleted.Clear();
    }

    private TaskSnapshot Fold(TaskSnapshot task, TaskEvent next)
    {
        switch (next)
        {
            case ProgressEvent e:
                return task with
                {
                    Status = e.Status switch
                    {
                        "pending" => TaskRunStatus.Pending,
                        "human_review_pending" => TaskRunStatus.HumanReviewPending,
                        _ => TaskRunStatus.Processing,
                    },
                    CurrentStep = e.Step,
                    SubStatus = e.SubStatus,
                    Percentage = Math.Max(task.Percentage, e.Percentage ?? 0),
                    Concepts = IntIn(e.Data, "total_concepts") is { } total ? task.Concepts with { Total = total } : task.Concepts,
                    RoadmapId = TextIn(e.Data, "roadmap_id") ?? task.RoadmapId,
                };
            case HumanReviewRequiredEvent e:
                return task with
                {
                    Status = TaskRunStatus.HumanReviewPending,
                    CurrentStep = TaskSteps.HumanReview,
                    SubStatus = ReviewSubStatus.Waiting,
                    RoadmapId = e.RoadmapId,
                    Title = e.RoadmapTitle,
                };
            case ConceptStartEvent e:
                return task with { Concepts = task.Concepts with { Total = e.Progress.Total } };
            case ConceptAllContentCompleteEvent e:
                return Count(task, e.ConceptId, isCompleted: true);
            case ConceptFailedEvent e:
                return Count(task, e.ConceptId, isCompleted: false);
            case BatchCompleteEvent e:
                return task with
                {
                    Concepts = new ConceptCounts { Total = e.Progress.Total, Completed = e.Progress.Completed, Failed = e.Progress.Failed },
                };
            case TaskRecoveringEvent e:
                return task with { RoadmapId = e.RoadmapId ?? task.RoadmapId };
            case ControlEvent e:
                return task with
                {
                    PendingCommand = e.Phase == ControlPhase.Requested
                        ? new PendingCommand { CommandId = e.CommandId, Command = e.Command, Reason = e.Reason }
                        : null,
                };
            case RetryStartedEvent e:
                _isCompleted.Clear();
                return task with
                {
                    Status = TaskRunStatus.Processing,
                    CurrentStep = TaskSteps.Queued,
                    SubStatus = null,
                    Attempt = e.Attempt,
                    Percentage = 0,
                    Error = null,
                    FinishedAt = null,
                    PendingCommand = null,
                    Concepts = new ConceptCounts { Total = 0, Completed = 0, Failed = 0 },
                };
            case CompletedEvent e:
                return End(task, TaskRunStatus.Completed, e) with { Percentage = 100, RoadmapId = e.RoadmapId ?? task.RoadmapId };
            case FailedEvent e:
                return End(task, TaskRunStatus.Failed, e) with { Error = e.Error };
            case CancelledEvent e:
                return End(task, TaskRunStatus.Cancelled, e);
            default:
                return task;
        }
    }

    private static TaskSnapshot End(TaskSnapshot task, TaskRunStatus status, TaskEvent e) => task with
    {
        Status = status,
        CurrentStep = e.Type,
        SubStatus = null,
        PendingCommand = null,
        FinishedAt = e.Timestamp,
    };

    private TaskSnapshot Count(TaskSnapshot task, string conceptId, bool isCompleted)
    {
        var isKnown = _isCompleted.TryGetValue(conceptId, out var wasCompleted);
        if (isKnown && (wasCompleted || !isCompleted))
            return task;
        _isCompleted[conceptId] = isCompleted;
        var counts = task.Concepts;
        return task with
        {
            Concepts = isCompleted
                ? counts with { Completed = counts.Completed + 1, Failed = Math.Max(0, counts.Failed - (isKnown ? 1 : 0)) }
                : counts with { Failed = counts.Failed + 1 },
        };
    }

    private static int? IntIn(JsonElement? data, string name) =>
        Member(data, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= 0 ? number : null;

    private static string? TextIn(JsonElement? data, string name) =>
        Member(data, name) is { ValueKind: JsonValueKind.String } value
            && value.GetString() is { Length: >= 1 and <= ContractLimits.IdLength } text ? text : null;

    private static JsonElement? Member(JsonElement? data, string name) =>
        data is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out var value) ? value : null;
}
