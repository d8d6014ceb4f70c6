using System.Diagnostics;

namespace Roadmap.Hubs.Requests;

/// <summary>
/// Somebody else's task takes some microseconds longer to find than one that is not there, and who asks a thousand times could tell. So
/// whoever is told that there is none waits, for a time that counts from when it asked and not from when that was found out. Made when
/// somebody asks.
/// </summary>
public sealed class EvenTime
{
    /// <summary>Far above what it takes to find out, and nothing to a person.</summary>
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Timers keep whole milliseconds of the machine's clock. A part of one that differs each time blurs what is left of the work's
    /// own time in the answer's.
    /// </summary>
    private static readonly TimeSpan s_spread = TimeSpan.FromMilliseconds(1);

    private readonly long _asked = Stopwatch.GetTimestamp();

    /// <summary>Ends when the caller may be told, or has gone.</summary>
    public async Task FillAsync(CancellationToken gone)
    {
        var left = s_least + (s_spread * Random.Shared.NextDouble()) - Stopwatch.GetElapsedTime(_asked);
        if (left > TimeSpan.Zero)
        {
            // Of the machine's clock, whatever clock the server has: it is what a stranger would measure with.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), TimeProvider.System, gone)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
