namespace Roadmap.Hubs.Connections;

/// <summary>
/// How often one connection may subscribe: at once as often as it may watch tasks, as a client does that comes back; beyond that every
/// <see cref="Interval"/>. A call of a hundred bytes may have a part of the log read and sent. Who is quicker waits for its turn, and is
/// not refused.
/// </summary>
internal sealed class SubscribePace
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _changing = new();

    /// <summary>When all turns that were taken are paid for, in time since the first; null before it.</summary>
    private TimeSpan? _paidAt;

    private long _first;

    /// <summary>Takes a turn, and says how long to wait for it.</summary>
    /// <param name="atOnce">Turns that need no wait, when none was taken for long.</param>
    /// <param name="time">The clock.</param>
    public TimeSpan Take(int atOnce, TimeProvider time)
    {
        lock (_changing)
        {
            if (_paidAt is null)
                (_first, _paidAt) = (time.GetTimestamp(), TimeSpan.Zero);
            var now = time.GetElapsedTime(_first);
            _paidAt = (_paidAt > now ? _paidAt.Value : now) + Interval;
            var wait = _paidAt.Value - now - (atOnce * Interval);
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }
}
