namespace Roadmap.Tests.Support;

/// <summary>
/// The real clock, on which whatever waits once waits twenty times as long: for tests in which a limit that a busy machine exceeds would be
/// in the way. What comes again and again comes as often as ever.
/// </summary>
internal sealed class PatientTime : TimeProvider
{
    private const int Times = 20;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(
            callback, state, period == Timeout.InfiniteTimeSpan && dueTime > TimeSpan.Zero ? dueTime * Times : dueTime, period);
}
