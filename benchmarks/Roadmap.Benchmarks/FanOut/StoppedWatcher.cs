namespace Roadmap.Benchmarks.FanOut;

/// <summary>
/// One more watcher that stops reading and pinging and stays connected: runs without it and with it in turns, and the rows that tell of
/// them.
/// </summary>
internal static class StoppedWatcher
{
    /// <summary>Of what the others' p99 is without it.</summary>
    public const double Aim = 1.1;

    /// <param name="filling">What fills its buffers before a run begins: events of a task that it alone watches.</param>
    /// <param name="hasJoined">Is called whenever somebody has begun to watch.</param>
    public static async Task<(List<FanOutRun> Without, List<FanOutRun> With)> RunsAsync(
        Contestant contestant, string publisher, Load load, Load filling, int rounds, Func<Task> hasJoined)
    {
        await contestant.CreateTasksAsync(load.Prefix, 1);
        await contestant.CreateTasksAsync(filling.Prefix, 1);
        await contestant.WatchAsync(load.Prefix, load.Tasks, load.Watchers);
        await hasJoined();
        await contestant.RunAsync(publisher, load with { Seconds = 2 });

        List<FanOutRun> without = [], with = [];
        for (var round = 0; round < rounds; round++)
        {
            without.Add(await contestant.RunAsync(publisher, load));
            await contestant.WatchWithoutReadingAsync(load.Prefix, filling.Prefix);
            await hasJoined();
            await contestant.PublishAsync(publisher, filling);
            with.Add(await contestant.RunAsync(publisher, load));
            await contestant.EndWithoutReadingAsync();
        }

        return (without, with);
    }

    /// <summary>Two rows; <see cref="Aim"/> holds for ours alone.</summary>
    public static string[][] Rows(string name, List<FanOutRun> without, List<FanOutRun> with, bool isOurs)
    {
        var ratio = Turns.Median(with, run => run.P99) / Turns.Median(without, run => run.P99);
        var position = isOurs ? $"{FigureTable.Verdict($"≤ {Aim} × without", ratio <= Aim)} ({ratio:0.00})" : "";
        return [Row($"{name}, without", without, ""), Row($"{name}, with", with, position)];
    }

    public static string[] Columns { get; } = ["", "p50", "p99", "longest run", "arrived", "aim of p99"];

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
