using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>When each event of a run is due, in stopwatch ticks, which on Linux all processes share. It waits for nobody.</summary>
/// <param name="Start">When the first event is due.</param>
internal sealed record Timetable(long Start, double EventsPerSecond)
{
    public long DueAt(long number) => Start + (long)(number * Stopwatch.Frequency / EventsPerSecond);

    public void WaitFor(long number)
    {
        // .NET's own timers count whole milliseconds, which is about what is measured.
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), DueAt(number)) is { Ticks: > 0 } early)
            _ = usleep((uint)Math.Min(Math.Ceiling(early.TotalMicroseconds), 999_999));
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int usleep(uint microseconds);
}
