using Roadmap.Hubs.State;

namespace Roadmap.Api.Log;

/// <summary>
/// Hands a generation to one runner at a time. Whoever acquires a task gets a new run, one higher than the last, and a lease; the log refuses what
/// older runs bring. Throws <see cref="Roadmap.Hubs.Log.LogUnavailableException"/> when the store does not answer.
/// </summary>
public interface IGenerationLeases
{
    /// <summary>Workflow tasks that should run and that nobody runs: not ended, and either not waiting for review or with a command pending.</summary>
    Task<IReadOnlyList<string>> FindRunnableAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Null when the task is gone or ended, or another run's lease is live.</summary>
    Task<AcquiredGeneration?> AcquireAsync(string taskId, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Holds on to the given runs; returns those tasks whose run is over.</summary>
    Task<IReadOnlyList<string>> RenewAsync(IReadOnlyCollection<(string TaskId, int Run)> held, TimeSpan lease, CancellationToken cancellationToken);

    Task ReleaseAsync(string taskId, int run, CancellationToken cancellationToken);
}

/// <param name="Run">Goes with every write of this run.</param>
/// <param name="Checkpoint">Where to go on.</param>
public sealed record AcquiredGeneration(TaskState State, int Run, string Checkpoint);
