using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog;

/// <summary>
/// Hands a generation to one runner at a time. Whoever acquires a task gets a new run, one higher than the last, and a lease; the log
/// refuses what older runs bring. Throws <see cref="Roadmap.Hubs.EventLog.LogUnavailableException"/> when the store does not answer.
/// </summary>
public interface IGenerationLeases
{
    /// <summary>Whether the store may lose what it has acknowledged, while this process goes on.</summary>
    bool MayLose { get; }

    /// <summary>
    /// Workflow tasks that should run and that nobody runs: not ended, and either not waiting for review or with a command pending. Owners
    /// take turns; the tasks of one come in the order in which they were made.
    /// </summary>
    Task<IReadOnlyList<string>> FindRunnableAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Null when the task is gone or ended, or another run's lease is live.</summary>
    Task<AcquiredGeneration?> AcquireAsync(string taskId, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a store that has lost something back what the last run of a generation knows. When the task is gone, or its last events are,
    /// it is made anew in another epoch: as it was, but for its events, whose number is kept. Null when nothing was lost, or a later run
    /// knows better, or the task went when its time was over: then nothing is changed, and what is known here is out of date.
    /// </summary>
    /// <param name="known">As of the last answer of the log.</param>
    /// <param name="lease">From now on, of the run that goes on; null when it is over.</param>
    Task<TaskState?> RestoreAsync(KnownGeneration known, TimeSpan? lease, CancellationToken cancellationToken);

    /// <summary>Holds on to the given runs; returns those tasks whose run is over.</summary>
    Task<IReadOnlyList<string>> RenewAsync(
        IReadOnlyCollection<(string TaskId, int Run)> held, TimeSpan lease, CancellationToken cancellationToken);

    Task ReleaseAsync(string taskId, int run, CancellationToken cancellationToken);
}

/// <param name="Run">Goes with every write of this run.</param>
/// <param name="Checkpoint">Where to go on.</param>
/// <param name="Fingerprint">Of the request that made the task.</param>
public sealed record AcquiredGeneration(TaskState State, int Run, string Checkpoint, string Fingerprint);

/// <summary>A generation as its last run knows it: all that is needed to make its task anew.</summary>
public sealed record KnownGeneration
{
    public required TaskState State { get; init; }
    public required int Run { get; init; }
    public required string Checkpoint { get; init; }
    public required string Fingerprint { get; init; }

    /// <summary>The plan, without content; null before there is one.</summary>
    public RoadmapDocument? Roadmap { get; init; }

    /// <summary>What has been made, by concept.</summary>
    public required IReadOnlyDictionary<string, ConceptContent> Content { get; init; }
}
