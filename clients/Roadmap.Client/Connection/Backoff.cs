using Roadmap.Contracts;

namespace Roadmap.Client.Connection;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    private const int MostDoublings = 30;

    /// <summary>"Too many" is no matter of milliseconds.</summary>
    private static readonly TimeSpan s_rateLimited = TimeSpan.FromSeconds(5);

    /// <param name="failures">In a row, from 1.</param>
    /// <param name="error">What the last one failed of.</param>
    /// <param name="options">From where to where.</param>
    /// <param name="draw">From 0 to 1.</param>
    public static TimeSpan After(int failures, RoadmapException error, BackoffOptions options, double draw)
    {
        var ceiling = Math.Min(
            options.Cap.TotalMilliseconds, options.Base.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, MostDoublings)));
        var isRateLimited = string.Equals(error.Code, ErrorCodes.RateLimited, StringComparison.Ordinal);
        var asked = error.RetryAfter ?? (isRateLimited ? s_rateLimited : TimeSpan.Zero);
        var floor = Math.Max(options.Floor.TotalMilliseconds, asked.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(floor, draw * ceiling));
    }
}

/// <summary>Counts the tries of the last minute, so that there are never more than so many, whatever the server does.</summary>
internal sealed class AttemptBudget(int perMinute, TimeProvider time)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly Queue<long> _tries = new();

    /// <summary>How long until there may be another one.</summary>
    public TimeSpan Wait
    {
        get
        {
            while (_tries.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= s_minute)
                _tries.Dequeue();
            return _tries.Count < perMinute ? TimeSpan.Zero : s_minute - time.GetElapsedTime(_tries.Peek());
        }
    }

    public void Spend() => _tries.Enqueue(time.GetTimestamp());
}
