using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Roadmap.Api.Operations;

/// <summary>One instrument as Prometheus sees it: a name, a type, and a value for every set of labels that was seen.</summary>
internal sealed class MetricFamily
{
    /// <summary>Sets of labels that are told apart. Further ones are counted together, so that no fault of ours makes a scrape grow for ever.</summary>
    public const int MaxSeries = 200;

    private const string Overflow = "overflow=\"true\"";

    /// <summary>Of a histogram that does not say what its buckets are, in seconds.</summary>
    private static readonly double[] s_bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly string _type;
    private readonly string _help;
    private readonly string[]? _labels;
    private readonly Func<MetricSeries> _newSeries;

    /// <param name="instrument">Where the values come from.</param>
    /// <param name="labels">The tags that become labels; null for all of them.</param>
    public MetricFamily(Instrument instrument, string[]? labels)
    {
        _help = instrument.Description ?? "";
        _labels = labels;
        var kind = instrument.GetType().GetGenericTypeDefinition();
        _type = kind == typeof(Histogram<>) ? "histogram"
            : kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? "counter"
            : "gauge";
        Name = PrometheusText.NameOf(instrument.Name, instrument.Unit, isCounter: _type == "counter");
        _newSeries = kind == typeof(Histogram<>) ? () => new HistogramSeries(BoundsOf(instrument))
            : kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>) ? () => new SumSeries()
            : () => new LastSeries();
    }

    public string Name { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => SeriesOf(PrometheusText.Labels(tags, _labels)).Record(value);

    public void WriteTo(PrometheusText text)
    {
        text.Head(Name, _help, _type);
        foreach (var (labels, series) in _series.OrderBy(series => series.Key, StringComparer.Ordinal))
            series.WriteTo(text, Name, labels);
    }

    private MetricSeries SeriesOf(string labels)
    {
        if (_series.TryGetValue(labels, out var series))
            return series;
        // Threads that come here at once may take it a few over the bound.
        return _series.GetOrAdd(_series.Count < MaxSeries ? labels : Overflow, _ => _newSeries());
    }

    private static IReadOnlyList<double> BoundsOf(Instrument instrument) =>
        instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? bounds : s_bounds;
}
