namespace Roadmap.Benchmarks;

/// <summary>What is said of many measurements.</summary>
internal static class Samples
{
    public static double Median(IEnumerable<double> samples) => Quantile(samples, 0.5);

    /// <summary>The smallest sample that so large a part of all do not exceed.</summary>
    public static double Quantile(IEnumerable<double> samples, double part)
    {
        double[] sorted = [.. samples.Order()];
        return sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
    }
}
