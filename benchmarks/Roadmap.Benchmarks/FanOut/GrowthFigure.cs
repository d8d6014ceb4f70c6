namespace Roadmap.Benchmarks.FanOut;

/// <summary>What an event costs as things get more.</summary>
internal static class GrowthFigure
{
    private const int Rounds = 2;

    private static readonly (string Name, Load Load, int History)[] s_rows =
    [
        ("10 watchers of one task", new Load("w10", 1, 10, 100, 2), 0),
        ("100 watchers of one task", new Load("w100", 1, 100, 100, 2), 0),
        ("1,000 watchers of one task", new Load("w1000", 1, 1_000, 100, 2), 0),
        ("10 tasks, one watcher each", new Load("t10", 10, 1, 500, 2), 0),
        ("100 tasks, one watcher each", new Load("t100", 100, 1, 500, 2), 0),
        ("1,000 tasks, one watcher each", new Load("t1000", 1_000, 1, 500, 2), 0),
        ("100 watchers, a history of 0", new Load("h0", 1, 100, 100, 2), 0),
        ("100 watchers, a history of 1,000", new Load("h1000", 1, 100, 100, 2), 1_000),
        ("100 watchers, a history of 10,000", new Load("h10000", 1, 100, 100, 2), 10_000),
    ];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var ours = await Contestant.StartAsync(workplace, FanOutServer.Ours);
        foreach (var (_, load, history) in s_rows)
            await ours.CreateTasksAsync(load.Prefix, load.Tasks, history);

        var runs = s_rows.ToDictionary(row => row.Name, _ => new List<FanOutRun>(), StringComparer.Ordinal);
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, load, _) in s_rows)
            {
                await ours.WatchAsync(load.Prefix, load.Tasks, load.Watchers);
                var run = await ours.RunAsync(nameof(WholePipeline), load);
                if (round > 0)
                    runs[name].Add(run);
                await ours.LeaveAsync();
            }
        }

        return new FigureTable(
            "Cost as it grows",
            $"""
            CPU of our server, from report to socket. 100 events/s to one task, 500 events/s to many tasks in turn, for 2 s. An event should cost as much for each watcher however many there are, and as much however many tasks or however long the history.
            The lower of {Rounds} runs in turns, after one for warming up. Linux counts hundredths of a second: the smallest figures are good to 10 %.
            """,
            ["", "CPU an event", "CPU a delivery", "p99"],
            [.. s_rows.Select(row => Row(row.Name, runs[row.Name]))]);
    }

    private static string[] Row(string name, List<FanOutRun> runs) =>
    [
        name,
        $"{Turns.Median(runs, run => run.CpuMicrosecondsPerEvent):N0} µs",
        $"{Turns.Median(runs, run => run.CpuMicrosecondsPerDelivery):0.0} µs",
        $"{Turns.Median(runs, run => run.P99):0.0} ms",
    ];
}
