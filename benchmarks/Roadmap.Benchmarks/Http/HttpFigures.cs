using Roadmap.Benchmarks.FanOut;

namespace Roadmap.Benchmarks.Http;

/// <summary>
/// From a <c>POST</c> to the sockets, beside a stock hub that stores nothing. Whoever reports and watches is a program in C.
/// </summary>
internal static class HttpFigures
{
    private static readonly ComparisonFigure s_single = new("One event, one watcher", new Load("one", 1, 1, 400, 4), Rounds: 5);
    private static readonly ComparisonFigure s_groups = new("Many small groups", new Load("many", 1_000, 10, 500, 4), Rounds: 3);
    private static readonly ComparisonFigure s_steady = new("Steady", new Load("one", 1, 500, 100, 3), Rounds: 5);

    public static Task<FigureTable> SingleAsync(Workplace workplace) => CompareAsync(workplace, s_single, new Aims(Cpu: 1.3));

    public static Task<FigureTable> GroupsAsync(Workplace workplace) => CompareAsync(workplace, s_groups, new Aims(Cpu: 1.3, P99: 2));

    public static Task<FigureTable> SteadyAsync(Workplace workplace) =>
        CompareAsync(workplace, s_steady, new Aims(Cpu: 0.75, P50: 0.8, P99: 0.8));

    private static async Task<FigureTable> CompareAsync(Workplace workplace, ComparisonFigure figure, Aims aims)
    {
        var client = await LoadProgram.CompileAsync(workplace);
        await using var stock = await HttpContestant.StartStockAsync(workplace, client, figure.Load);
        await using var sleeping = await HttpContestant.StartStockAsync(workplace, client, figure.Load, FanOutServer.IdleThreadsSleep);
        await using var ours = await HttpContestant.StartOursAsync(workplace, client, figure.Load);
        return figure.Table(await Turns.RunAsync(
            [
                new Entrant("stock hub", stock.RunAsync),
                new Entrant("stock hub, idle threads sleep", sleeping.RunAsync),
                new Entrant("ours, everything stored", ours.RunAsync, aims),
            ],
            figure.Load,
            figure.Rounds));
    }
}
