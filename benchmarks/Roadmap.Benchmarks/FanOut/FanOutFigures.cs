namespace Roadmap.Benchmarks.FanOut;

/// <summary>The figures of the fan-out, beside a stock hub that is driven the same way.</summary>
internal static class FanOutFigures
{
    private static readonly ComparisonFigure s_saturated = new("Saturated", new Load("one", 1, 500, 2_000, 2), Rounds: 5);
    private static readonly ComparisonFigure s_overloaded = new("Overloaded", new Load("one", 1, 500, 6_000, 2), Rounds: 5);
    private static readonly ComparisonFigure s_steady = new("Steady", new Load("one", 1, 500, 100, 2), Rounds: 5);
    private static readonly ComparisonFigure s_groups = new("Many small groups", new Load("many", 1_000, 10, 1_000, 2), Rounds: 3);
    private static readonly ComparisonFigure s_raw = new("Raw sockets", new Load("one", 1, 2_000, 100, 2), Rounds: 5);
    private static readonly ComparisonFigure s_packed = new("MessagePack", new Load("one", 1, 500, 2_000, 2), Rounds: 5);
    private static readonly Aims s_aimsAtFull = new(Cpu: 0.9, Throughput: 1.1);
    private static readonly Aims s_aimsWhenSteady = new(Cpu: 1.05, P99: 1.1);

    public static Task<FigureTable> SaturatedAsync(Workplace workplace) => CompareAsync(workplace, s_saturated, s_aimsAtFull, s_aimsAtFull);

    public static Task<FigureTable> OverloadedAsync(Workplace workplace) =>
        CompareAsync(workplace, s_overloaded, s_aimsAtFull, s_aimsAtFull);

    public static Task<FigureTable> SteadyAsync(Workplace workplace) =>
        CompareAsync(workplace, s_steady, s_aimsWhenSteady, s_aimsWhenSteady);

    public static Task<FigureTable> GroupsAsync(Workplace workplace) =>
        CompareAsync(workplace, s_groups, alone: new Aims(Cpu: 0.9, P99: 1.1), pipeline: new Aims(Cpu: 1.3, P99: 2));

    /// <summary>Our raw WebSockets beside our hub, and what a stock hub would take.</summary>
    public static async Task<FigureTable> RawAsync(Workplace workplace)
    {
        await using var hub = await Contestant.StartAsync(workplace, FanOutServer.Ours);
        await using var raw = await Contestant.StartAsync(workplace, FanOutServer.Ours);
        await using var stock = await Contestant.StartAsync(workplace, FanOutServer.Stock);
        var load = s_raw.Load;
        await hub.CreateTasksAsync(load.Prefix, load.Tasks);
        await raw.CreateTasksAsync(load.Prefix, load.Tasks);
        await hub.WatchAsync(load.Prefix, load.Tasks, load.Watchers);
        await raw.WatchAsync(load.Prefix, load.Tasks, load.Watchers, LoadConnection.Edge.Raw);
        await stock.WatchAsync(load.Prefix, load.Tasks, load.Watchers);
        return s_raw.Table(await Turns.RunAsync(
            [
                new Entrant("ours, hub", run => hub.RunAsync(nameof(FanOutAlone), run)),
                new Entrant("ours, raw WebSockets", run => raw.RunAsync(nameof(FanOutAlone), run), new Aims(Cpu: 0.85, P99: 0.85)),
                new Entrant("stock hub", run => stock.RunAsync(nameof(StockGroupSends), run)),
            ],
            load,
            s_raw.Rounds));
    }

    /// <summary>The hub in MessagePack, beside a stock hub in MessagePack, both in JSON, and watchers of both kinds.</summary>
    public static async Task<FigureTable> PackedAsync(Workplace workplace)
    {
        var load = s_packed.Load;
        await using var stock = await StartAsync(FanOutServer.Stock, LoadConnection.Edge.Packed);
        await using var ours = await StartAsync(FanOutServer.Ours, LoadConnection.Edge.Packed);
        await using var stockJson = await StartAsync(FanOutServer.Stock, LoadConnection.Edge.Hub);
        await using var oursJson = await StartAsync(FanOutServer.Ours, LoadConnection.Edge.Hub);
        await using var both = await StartAsync(FanOutServer.Ours, LoadConnection.Edge.Packed, LoadConnection.Edge.Hub);
        return s_packed.Table(await Turns.RunAsync(
            [
                new Entrant("stock hub, MessagePack", run => stock.RunAsync(StockGroupSends.Plain, run)),
                new Entrant("ours, MessagePack", run => ours.RunAsync(nameof(FanOutAlone), run), s_aimsAtFull),
                new Entrant("stock hub, JSON", run => stockJson.RunAsync(nameof(StockGroupSends), run)),
                new Entrant("ours, JSON", run => oursJson.RunAsync(nameof(FanOutAlone), run)),
                new Entrant("ours, half of each", run => both.RunAsync(nameof(FanOutAlone), run)),
            ],
            load,
            s_packed.Rounds));

        async Task<Contestant> StartAsync(string kind, params LoadConnection.Edge[] edges)
        {
            var contestant = await Contestant.StartAsync(workplace, kind);
            await contestant.CreateTasksAsync(load.Prefix, load.Tasks);
            foreach (var edge in edges)
                await contestant.WatchAsync(load.Prefix, load.Tasks, load.Watchers / edges.Length, edge);
            return contestant;
        }
    }

    private static async Task<FigureTable> CompareAsync(Workplace workplace, ComparisonFigure figure, Aims alone, Aims pipeline)
    {
        await using var stock = await Contestant.StartAsync(workplace, FanOutServer.Stock);
        await using var ours = await Contestant.StartAsync(workplace, FanOutServer.Ours);
        var load = figure.Load;
        await ours.CreateTasksAsync(load.Prefix, load.Tasks);
        await stock.WatchAsync(load.Prefix, load.Tasks, load.Watchers);
        await ours.WatchAsync(load.Prefix, load.Tasks, load.Watchers);
        return figure.Table(await Turns.RunAsync(
            [
                new Entrant("stock hub", run => stock.RunAsync(nameof(StockGroupSends), run)),
                new Entrant("ours, fan-out alone", run => ours.RunAsync(nameof(FanOutAlone), run), alone),
                new Entrant("ours, the whole pipeline", run => ours.RunAsync(nameof(WholePipeline), run), pipeline),
            ],
            load,
            figure.Rounds));
    }
}
