using System.Collections.Immutable;
using Roadmap.Contracts;

namespace Roadmap.Hubs.State;

/// <summary>What became of one concept; <see cref="Completed"/> replaces <see cref="Failed"/>, never back.</summary>
public enum ConceptOutcome
{
    Failed,
    Completed,
}

/// <summary>
/// A task as the fold of its events (<see cref="TaskFold"/>), at one position of its log. It needs no clock: every time in it is the
/// timestamp of the event that set it.
/// </summary>
public sealed record TaskState
{
    /// <summary>Of a task whose record cannot be read: nobody can tell when it was.</summary>
    public static readonly DateTimeOffset UnknownTime = DateTimeOffset.UnixEpoch;

    public required string TaskId { get; init; }
    public required string Kind { get; init; }
    public required TaskOrigin Origin { get; init; }
    public string? Owner { get; init; }

    /// <summary>Who made it; null when nobody was known then.</summary>
    public string? CreatedBy { get; init; }
    public string? Title { get; init; }
    public string? RoadmapId { get; init; }

    public TaskRunStatus Status { get; init; } = TaskRunStatus.Pending;
    public string CurrentStep { get; init; } = TaskSteps.Queued;
    public string? SubStatus { get; init; }
    public int Attempt { get; init; } = 1;
    public double Percentage { get; init; }
    public string? Error { get; init; }
    public PendingCommand? PendingCommand { get; init; }

    public int ConceptsTotal { get; init; }
    public int ConceptsCompleted { get; init; }
    public int ConceptsFailed { get; init; }

    /// <summary>The concepts that were counted in this attempt; at most <see cref="ContractLimits.ConceptsPerTask"/>.</summary>
    public ImmutableDictionary<string, ConceptOutcome> Outcomes { get; init; } = ImmutableDictionary<string, ConceptOutcome>.Empty;

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Null when an earlier version has stored a part of the attempt.</summary>
    public WorkClock? Work { get; init; }

    /// <summary>The last event that is folded in; 0 before the first.</summary>
    public long Seq { get; init; }

    /// <summary>The wire epoch of the numbering.</summary>
    public required string Epoch { get; init; }

    public bool HasEnded => IsEnd(Status);

    /// <summary>Whether a task in this status goes on only when it is retried.</summary>
    public static bool IsEnd(TaskRunStatus status) => status is TaskRunStatus.Completed or TaskRunStatus.Failed or TaskRunStatus.Cancelled;

    public Position Position => new() { Epoch = Epoch, Seq = Seq };

    /// <summary>The state on the wire.</summary>
    /// <param name="oldestSeq">The lowest <c>seq</c> that the log keeps.</param>
    /// <param name="earlier">What tasks of its kind have taken, where that is known.</param>
    public TaskSnapshot ToSnapshot(long oldestSeq, EarlierRuns? earlier = null) => new()
    {
        TaskId = TaskId,
        Kind = Kind,
        Origin = Origin,
        Status = Status,
        CurrentStep = CurrentStep,
        SubStatus = SubStatus,
        RoadmapId = RoadmapId,
        Title = Title,
        Attempt = Attempt,
        Percentage = Percentage,
        Concepts = new ConceptCounts { Total = ConceptsTotal, Completed = ConceptsCompleted, Failed = ConceptsFailed },
        Error = Error,
        PendingCommand = PendingCommand,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        FinishedAt = FinishedAt,
        Expected = earlier?.ExpectOf(this),
        Seq = Seq,
        Epoch = Epoch,
        OldestSeq = oldestSeq,
    };

    /// <summary>The same in a list, with whose it is: a list is shown to nobody who may not know that, such as holders of links.</summary>
    /// <param name="oldestSeq">The lowest <c>seq</c> that the log keeps.</param>
    public TaskSnapshot ToListed(long oldestSeq) => ToSnapshot(oldestSeq) with { Owner = Owner };
}
