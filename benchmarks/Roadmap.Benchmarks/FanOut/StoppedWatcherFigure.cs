namespace Roadmap.Benchmarks.FanOut;

/// <summary>What the others notice of one watcher that stops reading and stays connected.</summary>
internal static class StoppedWatcherFigure
{
    private const int Rounds = 3;
    private static readonly Load s_load = new("one", 1, 500, 100, 8);

    /// <summary>Almost 2 MB fit into the buffers between server and client on Linux's defaults.</summary>
    private static readonly Load s_filling = new("filling", 1, 0, 5_500, 1);

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        // One after the other: a connection of the stock hub that waits to be timed out is nothing to measure beside.
        var ours = await RunsAsync(workplace, FanOutServer.Ours, nameof(WholePipeline), Rounds);
        var stock = await RunsAsync(workplace, FanOutServer.Stock, nameof(StockGroupSends), rounds: 1);
        return new FigureTable(
            "One watcher stops reading",
            $"""
            {s_load.Watchers} watchers of one task, {s_load.EventsPerSecond} events/s for {s_load.Seconds} s, and one more watcher that stops reading and pinging,
            with buffers that are nearly full when the run begins, so that it stalls early in it. The figures are of the {s_load.Watchers} others.
            Ours, with the whole pipeline: medians of {Rounds} runs without it and {Rounds} with it, in turns. The stock hub: one run of each; its sends are awaited.
            """,
            StoppedWatcher.Columns,
            [
                .. StoppedWatcher.Rows("ours", ours.Without, ours.With, isOurs: true),
                .. StoppedWatcher.Rows("stock hub", stock.Without, stock.With, isOurs: false),
            ]);
    }

    private static async Task<(List<FanOutRun> Without, List<FanOutRun> With)> RunsAsync(
        Workplace workplace, string kind, string publisher, int rounds)
    {
        await using var contestant = await Contestant.StartAsync(workplace, kind);
        return await StoppedWatcher.RunsAsync(contestant, publisher, s_load, s_filling, rounds, () => Task.CompletedTask);
    }
}
