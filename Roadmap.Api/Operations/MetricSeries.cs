namespace Roadmap.Api.Operations;

/// <summary>What is kept for one set of labels.</summary>
internal abstract class MetricSeries
{
    public abstract void Record(double value);

    public abstract void WriteTo(PrometheusText text, string name, string labels);
}

/// <summary>Of instruments that tell changes.</summary>
internal sealed class SumSeries : MetricSeries
{
    private readonly Lock _gate = new();
    private double _sum;

    public override void Record(double value)
    {
        lock (_gate)
            _sum += value;
    }

    public override void WriteTo(PrometheusText text, string name, string labels)
    {
        lock (_gate)
            text.Sample(name, labels, _sum);
    }
}

/// <summary>Of instruments that tell what is.</summary>
internal sealed class LastSeries : MetricSeries
{
    private double _last;

    public override void Record(double value) => Volatile.Write(ref _last, value);

    public override void WriteTo(PrometheusText text, string name, string labels) => text.Sample(name, labels, Volatile.Read(ref _last));
}

/// <param name="bounds">The buckets' upper bounds, each within its bucket, in rising order; above the last is one more.</param>
internal sealed class HistogramSeries(IReadOnlyList<double> bounds) : MetricSeries
{
    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[bounds.Count + 1];
    private double _sum;

    public override void Record(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
            bucket++;
        lock (_gate)
        {
            _counts[bucket]++;
            _sum += value;
        }
    }

    public override void WriteTo(PrometheusText text, string name, string labels)
    {
        lock (_gate)
        {
            // Prometheus' buckets hold what is in the lower ones too.
            var count = 0L;
            for (var i = 0; i < _counts.Length; i++)
            {
                count += _counts[i];
                text.Sample($"{name}_bucket", PrometheusText.With(labels, "le", i < bounds.Count ? bounds[i] : double.PositiveInfinity), count);
            }

            text.Sample($"{name}_sum", labels, _sum);
            text.Sample($"{name}_count", labels, count);
        }
    }
}
