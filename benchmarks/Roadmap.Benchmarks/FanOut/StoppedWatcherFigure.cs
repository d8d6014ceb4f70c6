namespace Roadmap.Benchmarks.FanOut;

/// <summary>What the others notice of one watcher that stops reading and stays connected.</summary>
internal static class StoppedWatcherFigure
{
    private const int Rounds = 3;
    private const double Aim = 1.1;
    private static readonly Load s_load = new("one", 1, 500, 100, 8);

    /// <summary>Events of another task, which only the one who stops watches: almost 2 MB fit into the buffers between server and client on Linux's defaults.</summary>
    private static readonly Load s_filling = new("filling", 1, 0, 5_500, 1);

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        // One after the other: a connection of the stock hub that waits to be timed out is nothing to measure beside.
        var (oursWithout, oursWith) = await RunsAsync(workplace, FanOutServer.Ours, nameof(WholePipeline), Rounds);
        var (stockWithout, stockWith) = await RunsAsync(workplace, FanOutServer.Stock, nameof(StockGroupSends), rounds: 1);
        var ratio = Turns.Median(oursWith, run => run.P99) / Turns.Median(oursWithout, run => run.P99);
        return new FigureTable(
            "One watcher stops reading",
            $"""
            {s_load.Watchers} watchers of one task, {s_load.EventsPerSecond} events/s for {s_load.Seconds} s, and one more watcher that stops reading and pinging, with buffers that are nearly full when the run begins, so that it stalls early in it. The figures are of the {s_load.Watchers} others.
            Ours, with the whole pipeline: medians of {Rounds} runs without it and {Rounds} with it, in turns. The stock hub: one run of each; its sends are awaited.
            """,
            ["", "p50", "p99", "longest run", "arrived", "aim of p99"],
            [
                Row("ours, without it", oursWithout, ""),
                Row("ours, with it", oursWith, FigureTable.Verdict($"≤ {Aim} × without", ratio <= Aim) + $" ({ratio:0.00})"),
                Row("stock hub, without it", stockWithout, ""),
                Row("stock hub, with it", stockWith, ""),
            ]);
    }

    private static async Task<(List<FanOutRun> Without, List<FanOutRun> With)> RunsAsync(Workplace workplace, string kind, string publisher, int rounds)
    {
        await using var contestant = await Contestant.StartAsync(workplace, kind);
        await contestant.CreateTasksAsync(s_load.Prefix, 1);
        await contestant.CreateTasksAsync(s_filling.Prefix, 1);
        await contestant.WatchAsync(s_load.Prefix, s_load.Tasks, s_load.Watchers);
        await contestant.RunAsync(publisher, s_load with { Seconds = 2 });

        List<FanOutRun> without = [];
        List<FanOutRun> with = [];
        for (var round = 0; round < rounds; round++)
        {
            without.Add(await contestant.RunAsync(publisher, s_load));
            await contestant.WatchWithoutReadingAsync(s_load.Prefix, s_filling.Prefix);
            await contestant.PublishAsync(publisher, s_filling);
            with.Add(await contestant.RunAsync(publisher, s_load));
            await contestant.EndWithoutReadingAsync();
        }

        return (without, with);
    }

    private static string[] Row(string name, List<FanOutRun> runs, string aim) =>
    [
        name,
        $"{Turns.Median(runs, run => run.P50):0.0} ms",
        $"{Turns.Median(runs, run => run.P99):0.0} ms ({runs.Min(run => run.P99):0.0} to {runs.Max(run => run.P99):0.0})",
        $"{runs.Max(run => run.Seconds):0.0} s",
        $"{(double)runs.Sum(run => run.Deliveries) / runs.Sum(run => run.Expected):0.####%}",
        aim,
    ];
}
