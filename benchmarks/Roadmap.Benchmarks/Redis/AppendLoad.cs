using System.Diagnostics;
using System.Globalization;
using Roadmap.Api.EventLog;
using Roadmap.Benchmarks.FanOut;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks.Redis;

/// <summary>
/// Appends on a timetable through the whole pipeline of one process, and says what that cost. A process of its own, so that builds with
/// different clients can be compared in turns.
/// </summary>
internal static class AppendLoad
{
    public const string Verb = "redis-append-load";
    public const int EventsPerSecond = 4_000;

    private const int Tasks = 64;
    private const int Seconds = 4;

    /// <summary>
    /// Prints one line: milliseconds of the process and of the Redis servers for all appends, their number, p50 and p99 in ms.
    /// </summary>
    /// <param name="servers">The ids of the Redis processes, with commas.</param>
    /// <param name="settings">Of the server, such as <c>--ConnectionStrings:Redis=…</c>.</param>
    public static async Task RunAsync(string servers, string[] settings)
    {
        int[] redis = [.. servers.Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        await using var pipeline = await PipelineUnderLoad.StartAsync(settings);
        string[] tasks = [.. Enumerable.Range(0, Tasks).Select(_ => $"load-{Guid.NewGuid():N}")];
        foreach (var task in tasks)
            await pipeline.CreateTaskAsync(task);

        await AppendAsync(pipeline, tasks);
        var (ours, theirs) = (Machine.CpuSecondsOf(Environment.ProcessId), redis.Sum(Machine.CpuSecondsOf));
        var latencies = await AppendAsync(pipeline, tasks);
        (ours, theirs) = (Machine.CpuSecondsOf(Environment.ProcessId) - ours, redis.Sum(Machine.CpuSecondsOf) - theirs);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{ours * 1_000} {theirs * 1_000} {latencies.Length} {Samples.Quantile(latencies, 0.5)} {Samples.Quantile(latencies, 0.99)}"));
    }

    /// <summary>Milliseconds of each append, from when it was due.</summary>
    private static async Task<double[]> AppendAsync(PipelineUnderLoad pipeline, string[] tasks)
    {
        var timetable = new Timetable(Stopwatch.GetTimestamp(), EventsPerSecond);
        var appends = new Task<double>[EventsPerSecond * Seconds];
        await Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < appends.Length; i++)
                {
                    timetable.WaitFor(i);
                    appends[i] = TimeAsync(pipeline, tasks[i % tasks.Length], timetable.DueAt(i));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return await Task.WhenAll(appends);
    }

    private static async Task<double> TimeAsync(PipelineUnderLoad pipeline, string task, long due)
    {
        await pipeline.SendAsync(task, [new ReportedEvent(Event(), Index: 0)]);
        return Stopwatch.GetElapsedTime(due).TotalMilliseconds;
    }

    private static ProgressEvent Event() =>
        new()
        {
            Step = "importing",
            Status = "processing",
            Percentage = 42,
            Message = "Imported 4,200 of 10,000 rows",
            Timestamp = TimeProvider.System.GetUtcNow(),
        };
}
