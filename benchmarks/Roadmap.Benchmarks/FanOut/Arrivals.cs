using System.Diagnostics;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>What arrives during one run. Used by the one thread that reads all sockets.</summary>
internal sealed class Arrivals(Timetable timetable, int tasks, long expected)
{
    private const int MicrosecondsPerBucket = 10;
    private const int Buckets = 3_000_000;

    private readonly int[] _delays = new int[Buckets];
    private readonly TaskCompletionSource _hasAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last = timetable.Start;

    public Task HasAll => _hasAll.Task;

    public long Count { get; private set; }

    /// <summary>All that was read, heads of frames and pings included.</summary>
    public long Bytes { get; private set; }

    /// <summary>From the first event's due time to the last arrival.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(timetable.Start, _last);

    public void AddBytes(int read) => Bytes += read;

    /// <param name="number">Which event of its task it is, from 0.</param>
    public void Add(int task, int number, long now)
    {
        var delay = Stopwatch.GetElapsedTime(timetable.DueAt((long)number * tasks + task), now).TotalMicroseconds;
        _delays[(int)Math.Clamp(delay / MicrosecondsPerBucket, 0, Buckets - 1)]++;
        _last = now;
        if (++Count == expected)
            _hasAll.TrySetResult();
    }

    /// <summary>The delay that so large a part of the deliveries did not exceed, in milliseconds.</summary>
    public double Quantile(double part)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(part * Count));
        var bucket = -1;
        for (long seen = 0; seen < rank && bucket < Buckets - 1; seen += _delays[bucket])
            bucket++;
        return (bucket + 1) * MicrosecondsPerBucket / 1000.0;
    }
}
