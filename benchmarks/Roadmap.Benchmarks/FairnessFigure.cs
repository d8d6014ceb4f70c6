using System.Net.Http.Headers;
using System.Text;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>What callers who report much at a time cost the watchers of other tasks.</summary>
internal static class FairnessFigure
{
    private const int Rounds = 3;
    private const double Aim = 2;
    private const int EventsAtOnce = 1_000;
    private static readonly (string Name, int Callers, Func<byte[]> Body)[] s_bulk =
    [
        ("nobody else", 0, () => []),
        ($"4 callers, {EventsAtOnce:N0} events at a time", 4, () => Events(EventsAtOnce, 10)),
        ($"20 callers, {EventsAtOnce:N0} events at a time", 20, () => Events(EventsAtOnce, 10)),
        ("4 callers, 1 MiB at a time", 4, () => Events(17, 60_000)),
    ];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var server = await ServerProcess.StartAsync(workplace);
        await ReportRun.MeasureAsync(server, server, subscribers: 1);

        var rounds = s_bulk.Select(_ => new List<(ReportRun Run, int Reports)>()).ToList();
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var (runs, bulk) in rounds.Zip(s_bulk))
                runs.Add(await BesideAsync(server, bulk.Callers, bulk.Body()));
        }

        var alone = P99(rounds[0]);
        return new FigureTable(
            "Beside callers who report much",
            $"""
            One task with one watcher (a stock SignalR .NET client), reported to with {ReportRun.EventsPerSecond} events/s, one a `POST`; and beside it callers who each report to a task of their own, over and over, as fast as they are answered.
            The published Release program in a process of its own; the callers are in this one, and on few processors they take their share too. {Rounds} runs in turns; medians, in brackets the worst run. Read the ratio.
            """,
            ["beside", "reports of theirs a run", "p50", "p99", "times of p99 alone", "aim"],
            [.. rounds.Zip(s_bulk, (runs, bulk) => Row(bulk.Name, runs, P99(runs) / alone))]);
    }

    private static double P99(List<(ReportRun Run, int Reports)> runs) =>
        Samples.Median(runs.Select(run => Samples.Quantile(run.Run.Deliveries, 0.99)));

    private static string[] Row(string name, List<(ReportRun Run, int Reports)> runs, double ratio) =>
    [
        name,
        $"{Samples.Median(runs.Select(run => (double)run.Reports)):N0}",
        ReportRun.Milliseconds(runs.Select(run => run.Run.Deliveries), 0.5),
        ReportRun.Milliseconds(runs.Select(run => run.Run.Deliveries), 0.99),
        $"{ratio:0.0}",
        FigureTable.Verdict($"{Aim}", ratio <= Aim),
    ];

    private static async Task<(ReportRun Run, int Reports)> BesideAsync(ServerProcess server, int callers, byte[] body)
    {
        using var done = new CancellationTokenSource();
        var reports = 0;
        var calling = Enumerable.Range(0, callers).Select(async _ =>
        {
            var path = Routes.For(Routes.TaskEvents, await server.CreateTaskAsync());
            while (!done.IsCancellationRequested)
            {
                using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                using var answer = await server.Http.PostAsync(path, content);
                answer.EnsureSuccessStatusCode();
                Interlocked.Increment(ref reports);
            }
        }).ToList();
        var run = await ReportRun.MeasureAsync(server, server, subscribers: 1);
        await done.CancelAsync();
        await Task.WhenAll(calling);
        return (run, reports);
    }

    private static byte[] Events(int count, int characters) => Encoding.UTF8.GetBytes(
        $"[{string.Join(',', Enumerable.Repeat($$"""{"type":"progress","step":"working","status":"processing","message":"{{new string('x', characters)}}"}""", count))}]");
}
