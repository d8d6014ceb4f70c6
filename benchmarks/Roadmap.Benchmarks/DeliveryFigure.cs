namespace Roadmap.Benchmarks;

/// <summary>From a worker's report to the handler of a client that watches, at a steady rate.</summary>
internal static class DeliveryFigure
{
    private const int Rounds = 3;
    private const double AimMilliseconds = 10;
    private static readonly int[] s_subscribers = [1, 200];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var server = await ServerProcess.StartAsync(workplace);
        await ReportRun.MeasureAsync(server, server, s_subscribers.Max());

        var rounds = s_subscribers.ToDictionary(subscribers => subscribers, _ => new List<ReportRun>());
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var (subscribers, runs) in rounds)
                runs.Add(await ReportRun.MeasureAsync(server, server, subscribers));
        }

        return new FigureTable(
            "Report to handler",
            $"""
            The published Release program in a process of its own; reports (one event, `POST`) and subscribers (stock SignalR .NET clients) in this one, on the same machine. {ReportRun.EventsPerSecond} events/s on a timetable that waits for no answer.
            Counted from the moment at which the timetable wants the `POST` sent until the client's handler is called: what the sender's timer is late (up to a millisecond or so), or a stall, is in it. {Rounds} runs of {ReportRun.Events / ReportRun.EventsPerSecond} s in turns, after one for warming up.
            Medians of the runs; in brackets the worst run. *Timer* is how late the sender itself was, before the server had any part in it: a p99 of more than two milliseconds means a machine that is busy with something else.
            """,
            ["subscribers", "deliveries a run", "p50", "p99", "timer p99", "aim of p99"],
            [.. rounds.Select(round => Row(round.Key, round.Value))]);
    }

    private static string[] Row(int subscribers, List<ReportRun> runs)
    {
        var p99 = Samples.Median(runs.Select(run => Samples.Quantile(run.Deliveries, 0.99)));
        return
        [
            $"{subscribers}",
            $"{runs[0].Deliveries.Length:N0}",
            ReportRun.Milliseconds(runs.Select(run => run.Deliveries), 0.5),
            ReportRun.Milliseconds(runs.Select(run => run.Deliveries), 0.99),
            ReportRun.Milliseconds(runs.Select(run => run.Lateness), 0.99),
            FigureTable.Verdict($"{AimMilliseconds} ms", p99 < AimMilliseconds),
        ];
    }
}
