using System.Diagnostics;
using System.Text;
using Roadmap.Benchmarks.FanOut;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>Reports over HTTP at a steady rate, and stock clients that watch: how long from one to the other.</summary>
/// <param name="Deliveries">Milliseconds from due to handler, of every event at every subscriber.</param>
/// <param name="Lateness">Milliseconds from due to sent, of every event.</param>
internal sealed record ReportRun(double[] Deliveries, double[] Lateness)
{
    public const int EventsPerSecond = 100;
    public const int Events = 800;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>An event that does not come within the patience is an error, and not a missing sample.</summary>
    public static async Task<ReportRun> MeasureAsync(ServerProcess reportedTo, ServerProcess watchedOn, int subscribers)
    {
        var task = await reportedTo.CreateTaskAsync();
        List<Watcher> watchers = [.. Enumerable.Range(0, subscribers).Select(_ => new Watcher(watchedOn.HubUrl, Events))];
        try
        {
            foreach (var watcher in watchers)
                await watcher.WatchAsync(task);
            var (due, sent) = await ReportAsync(reportedTo.Http, Routes.For(Routes.TaskEvents, task));
            await Task.WhenAll(watchers.Select(watcher => watcher.HasAll)).WaitAsync(s_patience, TimeProvider.System);
            return new ReportRun(
                [.. watchers.SelectMany(watcher => MillisecondsAfter(due, watcher.Arrivals))], [.. MillisecondsAfter(due, sent)]);
        }
        finally
        {
            foreach (var watcher in watchers)
                await watcher.DisposeAsync();
        }
    }

    /// <summary>The median of the runs' quantiles, and the worst.</summary>
    public static string Milliseconds(IEnumerable<double[]> runs, double part)
    {
        List<double> quantiles = [.. runs.Select(run => Samples.Quantile(run, part))];
        return $"{Samples.Median(quantiles):0.0} ms ({quantiles.Max():0.0})";
    }

    private static IEnumerable<double> MillisecondsAfter(IEnumerable<long> due, IEnumerable<long> happened) =>
        due.Zip(happened, (from, to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);

    /// <summary>Returns when each report was due and when it was sent, in stopwatch ticks.</summary>
    private static async Task<(long[] Due, long[] Sent)> ReportAsync(HttpClient http, string path)
    {
        var timetable = new Timetable(Stopwatch.GetTimestamp(), EventsPerSecond);
        var sent = new long[Events];
        var answers = new Task[Events];
        // A thread of its own: the pool serves the clients.
        await Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Events; i++)
                {
                    timetable.WaitFor(i);
                    sent[i] = Stopwatch.GetTimestamp();
                    answers[i] = PostAsync(http, path, i);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.WhenAll(answers);
        return ([.. Enumerable.Range(0, Events).Select(i => timetable.DueAt(i))], sent);
    }

    private static async Task PostAsync(HttpClient http, string path, int number)
    {
        using var body = new StringContent(
            $$"""{"type":"progress","step":"working","status":"processing","message":"{{number}}"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }
}
