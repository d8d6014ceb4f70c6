using System.Diagnostics;
using System.Text;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>From a worker's report to the handler of a client that watches, at a steady rate.</summary>
internal static class DeliveryFigure
{
    private const int EventsPerSecond = 100;
    private const int Events = 800;
    private const int Rounds = 3;
    private const double AimMilliseconds = 10;
    private static readonly int[] s_subscribers = [1, 200];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var server = await ServerProcess.StartAsync(workplace);
        await RunAsync(server, s_subscribers.Max());

        var rounds = s_subscribers.ToDictionary(subscribers => subscribers, _ => new List<Run>());
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var (subscribers, runs) in rounds)
                runs.Add(await RunAsync(server, subscribers));
        }

        return new FigureTable(
            "Report to handler",
            $"""
            The published Release program in a process of its own; reports (one event, `POST`) and subscribers (stock SignalR .NET clients) in this one, on the same machine. {EventsPerSecond} events/s on a timetable that waits for no answer.
            Counted from the moment at which the timetable wants the `POST` sent until the client's handler is called: what the sender's timer is late (up to a millisecond or so), or a stall, is in it. {Rounds} runs of {Events / EventsPerSecond} s in turns, after one for warming up.
            Medians of the runs; in brackets the worst run. *Timer* is how late the sender itself was, before the server had any part in it: a p99 of more than two milliseconds means a machine that is busy with something else.
            """,
            ["subscribers", "deliveries a run", "p50", "p99", "timer p99", "aim of p99"],
            [.. rounds.Select(round => Row(round.Key, round.Value))]);
    }

    private static string[] Row(int subscribers, List<Run> runs)
    {
        var p99 = Samples.Median(runs.Select(run => Samples.Quantile(run.Deliveries, 0.99)));
        return
        [
            $"{subscribers}",
            $"{runs[0].Deliveries.Length:N0}",
            Milliseconds(runs.Select(run => run.Deliveries), 0.5),
            Milliseconds(runs.Select(run => run.Deliveries), 0.99),
            Milliseconds(runs.Select(run => run.Lateness), 0.99),
            FigureTable.Verdict($"{AimMilliseconds} ms", p99 < AimMilliseconds),
        ];
    }

    private static string Milliseconds(IEnumerable<double[]> runs, double part)
    {
        List<double> quantiles = [.. runs.Select(run => Samples.Quantile(run, part))];
        return $"{Samples.Median(quantiles):0.0} ms ({quantiles.Max():0.0})";
    }

    /// <summary>An event that does not come within the patience is an error, and not a missing sample.</summary>
    private static async Task<Run> RunAsync(ServerProcess server, int subscribers)
    {
        var task = await server.CreateTaskAsync();
        List<Watcher> watchers = [.. Enumerable.Range(0, subscribers).Select(_ => new Watcher(server.HubUrl, Events))];
        try
        {
            foreach (var watcher in watchers)
                await watcher.WatchAsync(task);
            var (due, sent) = await ReportAsync(server.Http, Routes.For(Routes.TaskEvents, task));
            await Task.WhenAll(watchers.Select(watcher => watcher.HasAll)).WaitAsync(s_patience, TimeProvider.System);
            return new Run([.. watchers.SelectMany(watcher => MillisecondsAfter(due, watcher.Arrivals))], [.. MillisecondsAfter(due, sent)]);
        }
        finally
        {
            foreach (var watcher in watchers)
                await watcher.DisposeAsync();
        }
    }

    private static IEnumerable<double> MillisecondsAfter(IEnumerable<long> due, IEnumerable<long> happened) =>
        due.Zip(happened, (from, to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);

    /// <summary>Returns when each report was due and when it was sent, in stopwatch ticks.</summary>
    private static async Task<(long[] Due, long[] Sent)> ReportAsync(HttpClient http, string path)
    {
        var first = Stopwatch.GetTimestamp();
        long[] due = [.. Enumerable.Range(0, Events).Select(i => first + i * Stopwatch.Frequency / EventsPerSecond)];
        var sent = new long[Events];
        var answers = new Task[Events];
        for (var i = 0; i < Events; i++)
        {
            // The timer counts whole milliseconds and drops the rest.
            while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due[i]) is { Ticks: > 0 } early)
                await Task.Delay(early + TimeSpan.FromMilliseconds(1), TimeProvider.System);
            sent[i] = Stopwatch.GetTimestamp();
            answers[i] = PostAsync(http, path, i);
        }

        await Task.WhenAll(answers);
        return (due, sent);
    }

    private static async Task PostAsync(HttpClient http, string path, int number)
    {
        using var body = new StringContent($$"""{"type":"progress","step":"working","status":"processing","message":"{{number}}"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }

    /// <param name="Deliveries">Milliseconds from due to handler, of every event at every subscriber.</param>
    /// <param name="Lateness">Milliseconds from due to sent, of every event.</param>
    private sealed record Run(double[] Deliveries, double[] Lateness);
}
