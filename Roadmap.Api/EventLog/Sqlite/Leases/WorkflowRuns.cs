using System.Collections.Concurrent;

namespace Roadmap.Api.EventLog.Sqlite.Leases;

/// <summary>
/// Which run of the workflow holds which task, and until when. In memory only: the lock on the file proves that the runs of an earlier
/// process are dead. A run whose lease has passed may still write until another takes the task over, which it then may.
/// </summary>
internal sealed class WorkflowRuns(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);

    public bool IsLive(string taskId) => _held.TryGetValue(taskId, out var held) && IsLive(held);

    /// <summary>
    /// Whether just this run is live. A later one than the log knows of was taken in a transaction that did not commit: nobody has it.
    /// </summary>
    public bool IsLive(string taskId, int run) => _held.TryGetValue(taskId, out var held) && held.Run == run && IsLive(held);

    public bool IsHeldBy(string taskId, int run) => _held.TryGetValue(taskId, out var held) && held.Run == run;

    /// <summary>The task goes to this run. On the writer's thread only, which is what lets one alone have it.</summary>
    public void Take(string taskId, int run, TimeSpan lease) => _held[taskId] = new Held(run, lease, time.GetTimestamp());

    /// <summary>False when the run is over.</summary>
    public bool TryRenew(string taskId, int run, TimeSpan lease) =>
        _held.TryGetValue(taskId, out var held)
        && held.Run == run
        && _held.TryUpdate(taskId, new Held(run, lease, time.GetTimestamp()), held);

    public void Release(string taskId, int run)
    {
        if (_held.TryGetValue(taskId, out var held) && held.Run == run)
            _held.TryRemove(KeyValuePair.Create(taskId, held));
    }

    public void Forget(string taskId) => _held.TryRemove(taskId, out _);

    public int Count => _held.Count;

    private bool IsLive(Held held) => time.GetElapsedTime(held.Since) < held.Lease;

    private sealed record Held(int Run, TimeSpan Lease, long Since);
}
