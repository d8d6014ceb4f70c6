using Roadmap.Benchmarks.FanOut;

namespace Roadmap.Benchmarks.Http;

/// <summary>From a <c>POST</c> to the sockets, beside a stock hub that stores nothing. Whoever reports and watches is a program in C.</summary>
internal static class HttpFigures
{
    private static readonly ComparisonFigure s_single = new("One event, one watcher", new Load("one", 1, 1, 400, 4), Rounds: 5, Throughput: null, Cpu: 1.3, P99: null);
    private static readonly ComparisonFigure s_groups = new("Many small groups", new Load("many", 1_000, 10, 500, 4), Rounds: 3, Throughput: null, Cpu: 1.3, P99: 2);
    private static readonly ComparisonFigure s_steady = new("Steady", new Load("one", 1, 500, 100, 3), Rounds: 5, Throughput: null, Cpu: 0.75, P99: 0.8, P50: 0.8);

    public static Task<FigureTable> SingleAsync(Workplace workplace) => CompareAsync(workplace, s_single);

    public static Task<FigureTable> GroupsAsync(Workplace workplace) => CompareAsync(workplace, s_groups);

    public static Task<FigureTable> SteadyAsync(Workplace workplace) => CompareAsync(workplace, s_steady);

    private static async Task<FigureTable> CompareAsync(Workplace workplace, ComparisonFigure figure)
    {
        var client = await LoadProgram.CompileAsync(workplace);
        await using var stock = await HttpContestant.StartStockAsync(workplace, client, figure.Load);
        await using var sleeping = await HttpContestant.StartStockAsync(workplace, client, figure.Load, FanOutServer.IdleThreadsSleep);
        await using var ours = await HttpContestant.StartOursAsync(workplace, client, figure.Load);
        return figure.Table(await Turns.RunAsync(
            [
                new Entrant("stock hub", stock.RunAsync, IsJudged: false),
                new Entrant("stock hub, idle threads sleep", sleeping.RunAsync, IsJudged: false),
                new Entrant("ours, everything stored", ours.RunAsync, IsJudged: true),
            ],
            figure.Load,
            figure.Rounds));
    }
}
