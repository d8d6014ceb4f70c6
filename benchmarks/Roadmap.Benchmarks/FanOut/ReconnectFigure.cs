namespace Roadmap.Benchmarks.FanOut;

/// <summary>Everyone loses the connection, and comes back at the same moment.</summary>
internal static class ReconnectFigure
{
    private const string Prefix = "back";
    private const int Watchers = 2_000;
    private const int History = 100;
    private const int Missed = 10;
    private const int Rounds = 5;

    public static async Task<FigureTable> MeasureAsync(Workplace workplace) => new(
        "Reconnecting at once",
        $"""
        {Watchers:N0} watchers of one task are cut by TCP resets, and all connect again at the same moment, with a position {Missed} events behind. From then until a watcher is subscribed and has what it missed: TCP, upgrade, on the hub handshake and `Subscribe`, replay.
        Medians of {Rounds} times, after one for warming up; in brackets the slowest time.
        """,
        ["", "p50", "p99", "all are live"],
        [await RowAsync(workplace, "hub", LoadConnection.Edge.Hub), await RowAsync(workplace, "raw WebSockets", LoadConnection.Edge.Raw)]);

    private static async Task<string[]> RowAsync(Workplace workplace, string name, LoadConnection.Edge edge)
    {
        await using var ours = await Contestant.StartAsync(workplace, FanOutServer.Ours);
        await ours.CreateTasksAsync(Prefix, 1, History);
        List<double[]> rounds = [];
        for (var round = 0; round <= Rounds; round++)
        {
            await ours.LeaveAsync();
            rounds.Add(await ours.ReconnectAsync(edge, Prefix, Watchers, History - Missed, Missed));
        }

        rounds.RemoveAt(0);
        return [$"{name}, {Watchers:N0} watchers", .. Enumerable.Range(0, 3)
            .Select(i => $"{Samples.Median(rounds.Select(round => round[i])):0} ms ({rounds.Max(round => round[i]):0})")];
    }
}
