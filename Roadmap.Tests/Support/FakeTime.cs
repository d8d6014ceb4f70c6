namespace Roadmap.Tests.Support;

/// <summary>A clock that moves when a test says so; due timers run within <see cref="Advance"/>, each at its own time.</summary>
public sealed class FakeTime : TimeProvider
{
    private readonly Lock _changing = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_changing)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether somebody waits for every so much time to pass.</summary>
    public bool HasPulse(TimeSpan period)
    {
        lock (_changing)
            return _timers.Exists(timer => timer.Period == period);
    }

    /// <summary>
    /// Whether somebody waits, once and for so long. It is the time that was asked for: who begins to wait while <see cref="Advance"/> is on its way
    /// is due before the clock's last position and that time, so a due time of exactly then says nothing.
    /// </summary>
    public bool IsWaitedFor(TimeSpan time)
    {
        lock (_changing)
            return _timers.Exists(timer => timer.Period <= TimeSpan.Zero && timer.DueTime == time);
    }

    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } due)
            due();
        lock (_changing)
            _now = end;
    }

    private Action? TakeDue(DateTimeOffset end)
    {
        lock (_changing)
        {
            var next = _timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
            if (next is null)
                return null;

            _now = next.DueAt > _now ? next.DueAt : _now;
            if (next.Period > TimeSpan.Zero)
                next.DueAt += next.Period;
            else
                _timers.Remove(next);
            return next.Callback;
        }
    }

    private sealed class FakeTimer(FakeTime time, Action callback) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        /// <summary>For how long it was asked.</summary>
        public TimeSpan DueTime { get; private set; }

        public TimeSpan Period { get; private set; }

        public Action Callback => callback;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._changing)
            {
                time._timers.Remove(this);
                (DueTime, Period) = (dueTime, period);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                DueAt = time._now + dueTime;
                time._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (time._changing)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
