namespace Roadmap.Benchmarks.FanOut;

/// <summary>One load on several, in turns. The first is the yardstick.</summary>
internal sealed record ComparisonFigure(string Title, Load Load, int Rounds)
{
    public FigureTable Table(IReadOnlyDictionary<Entrant, List<FanOutRun>> runs)
    {
        var yardstick = runs.First().Value;
        return new FigureTable(
            Title,
            $"""
            {Load.Tasks:N0} {(Load.Tasks == 1 ? "task" : "tasks")}, {Load.Watchers} watchers each, {Load.EventsPerSecond:N0} events/s in all offered for {Load.Seconds} s: {Load.Deliveries:N0} deliveries a run.
            Medians of {Rounds} runs in turns after one for warming up; in brackets the lowest and the highest. Ratios are medians of the rounds' ratios to the first row's run.
            """,
            ["", "deliveries/s", "ratio", "CPU a delivery", "ratio", "p50", "ratio", "p99", "ratio", "bytes", "arrived", "aims"],
            [.. runs.Select(entrant => Row(entrant.Key, entrant.Value, yardstick))]);
    }

    private static string[] Row(Entrant entrant, List<FanOutRun> runs, List<FanOutRun> yardstick)
    {
        var throughput = Turns.MedianRatio(runs, yardstick, run => run.PerSecond);
        var cpu = Turns.MedianRatio(runs, yardstick, run => run.CpuMicrosecondsPerDelivery);
        var p50 = Turns.MedianRatio(runs, yardstick, run => run.P50);
        var p99 = Turns.MedianRatio(runs, yardstick, run => run.P99);
        return
        [
            entrant.Name,
            $"{Turns.Median(runs, run => run.PerSecond):N0} ({runs.Min(run => run.PerSecond):N0} to {runs.Max(run => run.PerSecond):N0})",
            $"{throughput:0.00}",
            $"{Turns.Median(runs, run => run.CpuMicrosecondsPerDelivery):0.00} µs "
            + $"({runs.Min(run => run.CpuMicrosecondsPerDelivery):0.00} to {runs.Max(run => run.CpuMicrosecondsPerDelivery):0.00})",
            $"{cpu:0.00}",
            $"{Turns.Median(runs, run => run.P50):0.00} ms ({runs.Min(run => run.P50):0.00} to {runs.Max(run => run.P50):0.00})",
            $"{p50:0.00}",
            $"{Turns.Median(runs, run => run.P99):0.0} ms ({runs.Min(run => run.P99):0.0} to {runs.Max(run => run.P99):0.0})",
            $"{p99:0.00}",
            Turns.Median(runs, run => run.BytesPerDelivery) is > 0 and var bytes ? $"{bytes:0}" : "",
            $"{(double)runs.Sum(run => run.Deliveries) / runs.Sum(run => run.Expected):0.####%}{(runs.Sum(run => run.Ended) is > 0 and var ended ? $", {ended} cut" : "")}",
            string.Join("; ", entrant.Aims?.Verdicts(throughput, cpu, p50, p99) ?? []),
        ];
    }
}
