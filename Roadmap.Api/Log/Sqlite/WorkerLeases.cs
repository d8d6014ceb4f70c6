using System.Collections.Concurrent;

namespace Roadmap.Api.Log.Sqlite;

/// <summary>
/// The leases of outside workers' tasks that are open. Their deadlines live in memory only, on the monotonic clock: after a start, and after a time in
/// which nothing could be stored, every lease runs anew in full, so there is nothing to keep on disk; a heartbeat costs no commit, and a clock that
/// is set forward ends nobody's lease.
/// </summary>
internal sealed class WorkerLeases(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private long _restarted = time.GetTimestamp();

    public void Begin(string taskId, TimeSpan lease) => _held[taskId] = new Held(lease, time.GetTimestamp());

    /// <summary>Renews a lease that was begun; there may be none yet, of a task that is being made in the same transaction.</summary>
    public void Renew(string taskId)
    {
        if (_held.TryGetValue(taskId, out var held))
            _held.TryUpdate(taskId, held with { RenewedAt = time.GetTimestamp() }, held);
    }

    public void End(string taskId) => _held.TryRemove(taskId, out _);

    /// <summary>All leases run anew: nobody could report.</summary>
    public void RestartAll() => Volatile.Write(ref _restarted, time.GetTimestamp());

    public bool IsExpired(string taskId) => _held.TryGetValue(taskId, out var held) && IsExpired(held);

    public IReadOnlyList<string> FindExpired(int limit) => [.. _held.Where(lease => IsExpired(lease.Value)).Select(lease => lease.Key).Take(limit)];

    private bool IsExpired(Held held) => time.GetElapsedTime(Math.Max(held.RenewedAt, Volatile.Read(ref _restarted))) >= held.Lease;

    private sealed record Held(TimeSpan Lease, long RenewedAt);
}
