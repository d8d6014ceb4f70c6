using Roadmap.Benchmarks.FanOut;
using Roadmap.Benchmarks.Redis;

namespace Roadmap.Benchmarks.Backplane;

/// <summary>What the members of a group notice of one that stops reading, when a host sends to them by <c>IHubContext</c>.</summary>
internal static class ListFigure
{
    private const int Rounds = 3;
    private const double Aim = 1.1;
    private static readonly Load s_load = new(ListGroups.Prefix, 1, 50, 500, 6);

    /// <summary>Messages to another group, in which only the one who stops is: almost 2 MB fit into the buffers between server and client.</summary>
    private static readonly Load s_filling = new($"{ListGroups.Prefix}-filling", 1, 0, 430, 1);

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var redis = await RedisProcess.StartAsync(workplace);
        var rows = new List<string[]>();
        foreach (var (name, kind, isOnRedis) in BackplaneEntrants.All)
        {
            // One after the other: a connection of the stock hub that waits to be timed out is nothing to measure beside.
            var isOurs = kind == FanOutServer.Ours;
            var (without, with) = await RunsAsync(workplace, kind, isOnRedis ? redis.ConnectionString : null, isOurs ? Rounds : 1);
            var ratio = Turns.Median(with, run => run.P99) / Turns.Median(without, run => run.P99);
            rows.Add(Row($"{name}, without", without, ""));
            rows.Add(Row($"{name}, with", with, isOurs ? $"{FigureTable.Verdict($"≤ {Aim} × without", ratio <= Aim)} ({ratio:0.00})" : ""));
        }

        return new FigureTable(
            "A list's messages, without and with a member that stops reading",
            $"""
            {s_load.Events:N0} messages of 4 kB by `IHubContext.Clients.Group(…)`, each awaited, {s_load.EventsPerSecond} a second, to {s_load.Watchers} members. Ours: medians of {Rounds} runs of each in turns, in brackets the lowest and the highest; the stock hub: one run of each; both after one for warming up.
            The one more that stops reading has buffers that are nearly full when the run begins, so that it stalls early in it. The figures are of the {s_load.Watchers} others.
            """,
            ["", "p50", "p99", "longest run", "arrived", "aim of p99"],
            rows);
    }

    private static async Task<(List<FanOutRun> Without, List<FanOutRun> With)> RunsAsync(
        Workplace workplace, string kind, string? redis, int rounds)
    {
        var publisher = kind == FanOutServer.Stock ? ListSends.ByStock : ListSends.ByOurs;
        await using var contestant = await Contestant.StartAsync(workplace, kind, redis);
        await contestant.CreateTasksAsync(s_load.Prefix, 1);
        await contestant.CreateTasksAsync(s_filling.Prefix, 1);
        await contestant.WatchAsync(s_load.Prefix, s_load.Tasks, s_load.Watchers);
        await contestant.ListAsync();
        await contestant.RunAsync(publisher, s_load with { Seconds = 2 });

        List<FanOutRun> without = [], with = [];
        for (var round = 0; round < rounds; round++)
        {
            without.Add(await contestant.RunAsync(publisher, s_load));
            await contestant.WatchWithoutReadingAsync(s_load.Prefix, s_filling.Prefix);
            await contestant.ListAsync();
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
