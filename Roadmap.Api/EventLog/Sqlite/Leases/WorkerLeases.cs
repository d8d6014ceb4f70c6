using System.Collections.Concurrent;

namespace Roadmap.Api.EventLog.Sqlite.Leases;

/// <summary>
/// The leases of outside workers' tasks that are open. Their deadlines live in memory only, on the monotonic clock: after a start, and
/// after a time in which nothing could be stored, every lease runs anew in full, so there is nothing to keep on disk; a heartbeat costs no
/// commit, and a clock that is set forward ends nobody's lease.
/// </summary>
internal sealed class WorkerLeases : IDisposable
{
    private static readonly TimeSpan s_pulse = TimeSpan.FromSeconds(2);

    /// <summary>A machine that has much to do may leave out a pulse.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(6);

    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private long _restarted;
    private long _alive;

    public WorkerLeases(TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        _restarted = _alive = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Pulse(), null, s_pulse, s_pulse);
    }

    public void Begin(string taskId, TimeSpan lease) => _held[taskId] = new Held(lease, _time.GetTimestamp());

    /// <summary>Renews a lease that was begun; there may be none yet, of a task that is being made in the same transaction.</summary>
    public void Renew(string taskId)
    {
        if (_held.TryGetValue(taskId, out var held))
            _held.TryUpdate(taskId, held with { RenewedAt = _time.GetTimestamp() }, held);
    }

    public void End(string taskId) => _held.TryRemove(taskId, out _);

    /// <summary>All leases run anew: nobody could report.</summary>
    public void RestartAll() => Volatile.Write(ref _restarted, _time.GetTimestamp());

    /// <summary>Until the pulse has come back after a pause, it is not known whose lease has really passed.</summary>
    private bool IsAlive => _time.GetElapsedTime(Volatile.Read(ref _alive)) < s_pause;

    public void Dispose() => _timer.Dispose();

    public bool IsExpired(string taskId) => IsAlive && _held.TryGetValue(taskId, out var held) && IsExpired(held);

    public IReadOnlyList<string> FindExpired(int limit) =>
        !IsAlive ? [] : [.. _held.Where(lease => IsExpired(lease.Value)).Select(lease => lease.Key).Take(limit)];

    private void Pulse()
    {
        var pause = _time.GetElapsedTime(Volatile.Read(ref _alive));
        if (pause >= s_pause)
        {
            RestartAll();
            if (!_held.IsEmpty)
                _logger.LeasesAfterPause(pause, _held.Count);
        }

        Volatile.Write(ref _alive, _time.GetTimestamp());
    }

    private bool IsExpired(Held held) => _time.GetElapsedTime(Math.Max(held.RenewedAt, Volatile.Read(ref _restarted))) >= held.Lease;

    private sealed record Held(TimeSpan Lease, long RenewedAt);
}
