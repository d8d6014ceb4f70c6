namespace Roadmap.Benchmarks.FanOut;

/// <summary>One who takes part in a comparison: a server, and the way in which it is given the events.</summary>
/// <param name="RunAsync">One run of a load.</param>
/// <param name="Aims">Null for one that is only compared with.</param>
internal sealed record Entrant(string Name, Func<Load, Task<FanOutRun>> RunAsync, Aims? Aims = null);

/// <summary>Runs of the same load in turns (A B C, A B C, …), so that what the machine does meanwhile falls on all of them.</summary>
internal static class Turns
{
    /// <summary>The runs of each entrant, round by round; one for warming up is left out.</summary>
    public static async Task<Dictionary<Entrant, List<FanOutRun>>> RunAsync(IReadOnlyList<Entrant> entrants, Load load, int rounds)
    {
        var runs = entrants.ToDictionary(entrant => entrant, _ => new List<FanOutRun>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var entrant in entrants)
            {
                var run = await entrant.RunAsync(load);
                if (round > 0)
                    runs[entrant].Add(run);
            }
        }

        return runs;
    }

    public static double Median(IEnumerable<FanOutRun> runs, Func<FanOutRun, double> figure) => Samples.Median(runs.Select(figure));

    /// <summary>The median of the rounds' ratios to another's run of the same round.</summary>
    public static double MedianRatio(IEnumerable<FanOutRun> runs, IEnumerable<FanOutRun> yardstick, Func<FanOutRun, double> figure) =>
        Samples.Median(runs.Zip(yardstick, (mine, its) => figure(mine) / figure(its)));
}
