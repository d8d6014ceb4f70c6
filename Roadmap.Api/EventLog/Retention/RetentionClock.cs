namespace Roadmap.Api.EventLog.Retention;

/// <summary>
/// The clock by which retention counts. A clock on the wall may be set, and may be wrong; what is deleted does not come back. So this one
/// follows it, but goes at most twice as fast as time really passes, by the monotonic clock: one that jumps forty days ahead makes nothing
/// forty days older, and there is time to set it right. One that is set back is followed at once, which only keeps things for longer. What
/// it showed before the start nobody knows.
/// </summary>
internal sealed class RetentionClock(TimeProvider time, ILogger logger)
{
    private const int MostSpeed = 2;

    /// <summary>What clocks are corrected by every day is no jump.</summary>
    private static readonly TimeSpan s_jump = TimeSpan.FromMinutes(5);

    private DateTimeOffset? _shown;
    private long _shownAt;
    private bool _isAhead;

    /// <summary>It does not show more than this now; null before it was read.</summary>
    public DateTimeOffset? Most => MostAt(time.GetTimestamp());

    /// <param name="asked">The timestamp from before the wall was read: what passes in between must not be lost.</param>
    /// <param name="wall">The store's own clock.</param>
    public DateTimeOffset Read(long asked, DateTimeOffset wall)
    {
        var now = MostAt(asked) is { } most && most < wall ? most : wall;
        var isAhead = wall - now > s_jump;
        if (isAhead && !_isAhead)
            logger.ClockJumped(wall - now);
        (_shown, _shownAt, _isAhead) = (now, asked, isAhead);
        return now;
    }

    private DateTimeOffset? MostAt(long timestamp) => _shown + (MostSpeed * time.GetElapsedTime(_shownAt, timestamp));
}
