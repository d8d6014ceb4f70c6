namespace Roadmap.Benchmarks.FanOut;

/// <summary>What a watcher costs while nothing happens.</summary>
internal static class IdleConnectionFigure
{
    private const string Prefix = "idle";
    private const int Tasks = 200;
    private const int Warming = 1;
    private const int Watchers = 10;

    /// <summary>What was called often is still being compiled anew, which costs more than all the rest.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(15);

    /// <summary>Whole periods of the clients' pings, which come all at once, and of the server's.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(60);

    public static async Task<FigureTable> MeasureAsync(Workplace workplace) => new(
        "An idle subscribed connection",
        $"""
        {Tasks * Watchers:N0} connections, each of which watches one of {Tasks} tasks, beside the {Tasks * Warming} with which each process was warmed up. *Managed*: the heap after a full collection. *Resident*: `VmRSS` {(s_settling + s_idle).TotalSeconds:0} s later.
        *CPU*: of the process while nothing is published, but for the clients' pings. Ours also looks after silent clients and stalled writes, and compares the tasks with the log each second; the stock hub, as it comes, does none of it.
        """,
        ["", "managed", "resident", $"CPU of the process, {Tasks * (Warming + Watchers):N0} connections"],
        await Task.WhenAll(RowAsync(workplace, "stock hub", FanOutServer.Stock, LoadConnection.Edge.Hub), RowAsync(
            workplace, "ours, hub", FanOutServer.Ours, LoadConnection.Edge.Hub),
            RowAsync(workplace, "ours, raw WebSockets", FanOutServer.Ours, LoadConnection.Edge.Raw)));

    private static async Task<string[]> RowAsync(Workplace workplace, string name, string kind, LoadConnection.Edge edge)
    {
        await using var contestant = await Contestant.StartAsync(workplace, kind);
        await contestant.CreateTasksAsync(Prefix, Tasks);
        await contestant.WatchAsync(Prefix, Tasks, Warming, edge);
        var (heap, resident) = (await contestant.HeapBytesAsync(), contestant.ResidentBytes);
        await contestant.WatchAsync(Prefix, Tasks, Watchers, edge);
        var heapThen = await contestant.HeapBytesAsync();
        await Task.Delay(s_settling, TimeProvider.System);
        var cpu = contestant.ServerCpuSeconds;
        await Task.Delay(s_idle, TimeProvider.System);
        const double Connections = Tasks * Watchers;
        return
        [
            name,
            $"{(heapThen - heap) / Connections / 1000:0.0} kB",
            $"{(contestant.ResidentBytes - resident) / Connections / 1000:0.0} kB",
            $"{(contestant.ServerCpuSeconds - cpu) / s_idle.TotalSeconds:0.00%}",
        ];
    }
}
