using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog;

/// <summary>Finds tasks. Throws <see cref="Roadmap.Hubs.EventLog.LogUnavailableException"/> when the store does not answer.</summary>
public interface ITaskIndex
{
    /// <summary>Bytes of tasks on one page, about; the first task always comes.</summary>
    const int BytesPerPage = 1024 * 1024;

    /// <summary>Tasks that one call looks at for what is searched for: a few hundredths of a second of work.</summary>
    const int TasksPerSearch = 4_000;

    /// <summary>
    /// A page of tasks, newest first, bounded in number and in bytes; the cursor is the index's own and opaque. A page may have fewer, even
    /// none, and a cursor all the same: what is passed over is bounded, too.
    /// </summary>
    Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken);

    /// <summary>Tasks of outside workers that have not ended although their lease has passed.</summary>
    Task<IReadOnlyList<string>> FindExpiredLeasesAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The plan with the content made so far; null when there is none.</summary>
    Task<RoadmapDocument?> FindRoadmapAsync(string roadmapId, CancellationToken cancellationToken);

    /// <summary>
    /// The task that makes, or has made, a roadmap: a generation, or else the first of outside workers' tasks that named it. Whoever names
    /// it after that is not bound to it.
    /// </summary>
    Task<TaskState?> FindTaskOfRoadmapAsync(string roadmapId, CancellationToken cancellationToken);
}

/// <summary>Which tasks are asked for: those before the cursor, which the last page gave.</summary>
public sealed record TaskFilter(TaskRunStatus? Status, string? Kind, long? Cursor, int Limit)
{
    /// <summary>Of whose tasks, if not of all.</summary>
    public ListScope Scope { get; init; }

    /// <summary>What is looked for in them, if anything.</summary>
    public TaskSearch? Search { get; init; }
}
