using Roadmap.Api.EventLog.Appending;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog;

/// <summary>
/// The log of all tasks: the only thing that is written, and the truth about every task.
/// <para>
/// <b>Numbering.</b> The events of a task are numbered 1, 2, 3, … without holes within one epoch. When the numbering may have gone back (a
/// backup was restored), the epoch is a new one; an epoch is never used again.
/// </para>
/// <para>
/// <b>Appending is one atomic act.</b> Event ids that the log knows leave the report first, the decision is taken on the state at the head,
/// its events are numbered and stored together with the new state, the checkpoint and what else comes along, and then they are announced.
/// All of it happens, or nothing. Appends to one task happen one after the other, so the log may call the decision again on fresh state; it
/// is pure. A refusal changes nothing, and fails nobody else's append.
/// </para>
/// <para>
/// <b>Acknowledged is kept.</b> When an append has returned <see cref="AppendResult.Appended"/> it survives the death of the process and of
/// the machine, to the durability of the store. When it throws <see cref="LogUnavailableException"/> it is not known whether it happened:
/// the caller repeats it with the same event ids.
/// </para>
/// <para>
/// <b>Quotas.</b> An append with which an ended task begins again is refused as <see cref="ErrorCodes.RateLimited"/> when its owner has
/// as many tasks that have not ended as it may have.
/// </para>
/// <para>
/// <b>Announcing.</b> Announcements of one task come in the order of the log, after the store has committed.
/// </para>
/// <para>
/// <b>Forgetting.</b> Old events are trimmed beyond <c>Retention:EventsPerTask</c> and <c>Retention:BytesPerTask</c>; the newest event
/// always stays, and the state outlives trimmed events. Event ids are remembered as long as their events. Everything of a task goes
/// <c>Retention:After</c> its end or <c>Retention:Idle</c> after its last event or heartbeat, by the log's own clock.
/// </para>
/// </summary>
public interface ITaskEventLog : ITaskLogReader
{
    /// <summary>
    /// Makes a task, unless there is one: repeating it with the same fingerprint finds the first one, with another is a conflict. Its owner
    /// may have only so many that have not ended (<see cref="Quotas.QuotaOptions"/>). What is there already is not refused.
    /// </summary>
    Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken);

    Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken);

    /// <summary>
    /// Proves that the store takes writes now, by a tiny one of its own. Throws <see cref="LogUnavailableException"/> when it does not.
    /// </summary>
    Task CheckAsync(CancellationToken cancellationToken);
}

/// <summary>A task to be made. Its creation stores no event.</summary>
public sealed record NewTask
{
    public required string TaskId { get; init; }
    public required string Kind { get; init; }
    public required TaskOrigin Origin { get; init; }
    public string? Owner { get; init; }

    /// <inheritdoc cref="TaskState.CreatedBy"/>
    public string? CreatedBy { get; init; }

    public string? Title { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Tells one request from another: a hash of what was asked for.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Of an outside worker's task: it fails when no report comes for so long. Runs from the creation on.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Of a workflow's task: where it starts.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The task before its first event.</summary>
    public TaskState ToState(string epoch) => new()
    {
        TaskId = TaskId,
        Kind = Kind,
        Origin = Origin,
        Owner = Owner,
        CreatedBy = CreatedBy,
        Title = Title,
        CreatedAt = CreatedAt,
        UpdatedAt = CreatedAt,
        Work = WorkClock.Unbegun,
        Epoch = epoch,
    };
}

/// <summary>What became of a <see cref="NewTask"/>.</summary>
public abstract record CreateResult
{
    private CreateResult() { }

    public sealed record Created(TaskState State) : CreateResult;

    /// <summary>The same task was there already.</summary>
    public sealed record Repeated(TaskState State, long OldestSeq) : CreateResult;

    /// <summary>There is another task of this id.</summary>
    public sealed record Taken : CreateResult;

    /// <summary>Its owner has as many as it may have. Nothing was made.</summary>
    /// <param name="Message">A sentence for people.</param>
    public sealed record OverQuota(string Message) : CreateResult;
}

/// <summary>One reported event, before the log has numbered it.</summary>
/// <param name="Event">With the reporter's timestamp, or the server's.</param>
/// <param name="EventId">Names the event for the reporter; a second one of the same id is a duplicate.</param>
/// <param name="Attempt">The attempt that the reporter believes to be in, when it said so.</param>
/// <param name="Index">Its place in the reporter's array, so that an error can name it; null when the report was this one event.</param>
public sealed record ReportedEvent(TaskEvent Event, string? EventId = null, int? Attempt = null, int? Index = null)
{
    /// <summary>The JSON path of one of its members in the report.</summary>
    public string PathOf(string member) => Index is { } index ? $"[{index}].{member}" : member;
}

/// <summary>Something to append. The decision makes events of the report and of the state.</summary>
public sealed record TaskAppend
{
    public required string TaskId { get; init; }

    /// <summary>Pure: no clock, no I/O, no wait. May be called more than once. Gets the reported events whose ids are new.</summary>
    public required Func<TaskFacts, IReadOnlyList<ReportedEvent>, Decision> Decide { get; init; }

    public IReadOnlyList<ReportedEvent> Events { get; init; } = [];

    /// <summary>
    /// For whom the task is there; null: for everybody. To all others it is <see cref="AppendResult.NotFound"/>, before anything else, and
    /// after the same reads as if there was none. Pure.
    /// </summary>
    public Func<TaskState, bool>? Admits { get; init; }

    /// <summary>Whether an accepted append shows that the worker is alive, and so renews the task's lease.</summary>
    public bool RenewsLease { get; init; }

    /// <summary>The W3C <c>traceparent</c> that is stored and announced with the events; null when the append is not traced.</summary>
    public string? Trace { get; init; }

    /// <summary>Stored in the same act. Only the holder of the named run may bring it; a stale run is refused.</summary>
    public WorkflowWrite? Workflow { get; init; }
}

/// <summary>What a decision is taken on.</summary>
/// <param name="State">At the head of the log.</param>
/// <param name="HasLiveRun">Whether a run of the workflow holds a lease that has not passed.</param>
/// <param name="LeaseExpired">Whether an outside worker's lease has passed.</param>
public sealed record TaskFacts(TaskState State, bool HasLiveRun, bool LeaseExpired);

/// <summary>What is to be stored, or why nothing is.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>
    /// One entry per event to store, in order, unnumbered. An entry with an event id is remembered under it. An empty list stores nothing
    /// and is no refusal.
    /// </summary>
    public sealed record Accepted(IReadOnlyList<ReportedEvent> Events) : Decision
    {
        /// <summary>What the events make of the state, when deciding has shown that already; else the log finds out.</summary>
        public NumberedEvents? Numbered { get; init; }
    }

    /// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="Message">A sentence for people.</param>
    /// <param name="Errors">Of <c>invalid_request</c>: the wrong fields.</param>
    public sealed record Refused(string Code, string Message, IReadOnlyList<FieldError>? Errors = null) : Decision;
}

/// <summary>What a workflow stores beside its events.</summary>
/// <param name="Run">The run under which the workflow was started.</param>
/// <param name="Checkpoint">Where the workflow goes on after a restart; null keeps the last one.</param>
/// <param name="Roadmap">The plan, without content; null keeps the last one.</param>
/// <param name="Content">Pieces of content that are made, by concept.</param>
/// <param name="Epoch">
/// In which the run knows the task: in another one the log may have gone back, and the run is stale. Null when it does not know.
/// </param>
public sealed record WorkflowWrite(
    int Run, string? Checkpoint = null, RoadmapDocument? Roadmap = null, IReadOnlyDictionary<string, ConceptContent>? Content = null,
    string? Epoch = null);

/// <summary>What became of a <see cref="TaskAppend"/>.</summary>
public abstract record AppendResult
{
    private AppendResult() { }

    /// <param name="Before">The state that the decision was taken on.</param>
    /// <param name="State">The state after it.</param>
    /// <param name="LastSeq">The position of the report's last event, also when it was a duplicate; the head when it had none.</param>
    /// <param name="Accepted">Events that are new.</param>
    /// <param name="Duplicates">Events whose ids were known.</param>
    public sealed record Appended(TaskState Before, TaskState State, long LastSeq, int Accepted, int Duplicates) : AppendResult;

    /// <inheritdoc cref="Decision.Refused"/>
    public sealed record Refused(string Code, string Message, IReadOnlyList<FieldError>? Errors = null) : AppendResult;

    public sealed record NotFound : AppendResult;

    /// <summary>The workflow's run is over: another has taken the task, or its lease passed, or the log has gone back beneath it.</summary>
    public sealed record StaleRun : AppendResult;
}
