namespace Roadmap.Benchmarks.FanOut;

/// <summary>What an entrant is to reach beside the yardstick.</summary>
/// <param name="Cpu">At most so many times its processor time a delivery.</param>
/// <param name="Throughput">At least so many times its deliveries a second; null when all is delivered anyway.</param>
/// <param name="P50">At most so many times its p50; null when p99 says enough.</param>
/// <param name="P99">At most so many times its p99; null when the queue is what is measured.</param>
internal sealed record Aims(double Cpu, double? Throughput = null, double? P50 = null, double? P99 = null)
{
    public IEnumerable<string> Verdicts(double throughput, double cpu, double p50, double p99)
    {
        if (Throughput is { } fastest)
            yield return FigureTable.Verdict($"deliveries/s ≥ {fastest}", throughput >= fastest);
        yield return FigureTable.Verdict($"CPU ≤ {Cpu}", cpu <= Cpu);
        if (P50 is { } usual)
            yield return FigureTable.Verdict($"p50 ≤ {usual}", p50 <= usual);
        if (P99 is { } latest)
            yield return FigureTable.Verdict($"p99 ≤ {latest}", p99 <= latest);
    }
}
