using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Roadmap.Tests.Support;

/// <summary>
/// A clock that moves when a test says so. It is <see cref="FakeTimeProvider"/>, of which a test can ask who waits, with two things
/// otherwise: timers run each at its own time, not all at the end, as who measures the time between two ticks would take the test's step
/// for a pause of the machine; and a thread that reads the clock runs nobody's timers, while it may hold locks of its own.
/// </summary>
public sealed class FakeTime : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(s_start);
    private readonly ConcurrentDictionary<Timer, bool> _timers = new();
    private long _now = s_start.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, _clock.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Whether somebody waits for every so much time to pass.</summary>
    public bool HasPulse(TimeSpan period) => _timers.Keys.Any(timer => timer.Waits is { } waits && waits.Period == period);

    /// <summary>
    /// Whether somebody waits, once and for so long. It is the time that was asked for: who begins to wait while <see cref="Advance"/> is
    /// on its way is due before the clock's last position and that time, so a due time of exactly then says nothing.
    /// </summary>
    public bool IsWaitedFor(TimeSpan time) =>
        _timers.Keys.Any(timer => timer.Waits is { Period.Ticks: <= 0 } waits && waits.Asked == time && waits.DueAt > GetTimestamp());

    /// <summary>Moves the clock; due timers run within, in the order of their times.</summary>
    public void Advance(TimeSpan by)
    {
        for (var left = by.Ticks; left > 0;)
        {
            var now = GetTimestamp();
            var step = _timers.Keys.Select(timer => (timer.Waits?.NextAfter(now) ?? long.MaxValue) - now).Append(left).Min();
            Interlocked.Add(ref _now, step);
            _clock.Advance(TimeSpan.FromTicks(step));
            left -= step;
        }
    }

    private sealed class Timer(FakeTime time, ITimer timer) : ITimer
    {
        public Waiting? Waits { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isChanged = timer.Change(dueTime, period);
            // Only now: whoever sees that somebody waits may move the clock.
            Waits = isChanged && dueTime >= TimeSpan.Zero ? new Waiting(dueTime, time.GetTimestamp() + dueTime.Ticks, period) : null;
            time._timers[this] = true;
            return isChanged;
        }

        public void Dispose()
        {
            timer.Dispose();
            time._timers.TryRemove(this, out _);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed record Waiting(TimeSpan Asked, long DueAt, TimeSpan Period)
    {
        public long NextAfter(long now) =>
            DueAt > now ? DueAt
            : Period <= TimeSpan.Zero ? long.MaxValue
            : DueAt + (((now - DueAt) / Period.Ticks) + 1) * Period.Ticks;
    }
}
