using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Roadmap.Api.Operations;

/// <summary>Keeps the figures of the shown instruments, as their listener, and writes them out when asked.</summary>
internal sealed class MetricsReader : IDisposable
{
    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new(ReferenceEqualityComparer.Instance);
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();

    public MetricsReader(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ShownMetrics.FamilyOf(instrument, factory) is { } family && _families.TryAdd(instrument, family))
                listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>All figures as they are now, in Prometheus' text format. Readers wait for one another, so that many cost no more than one thread.</summary>
    public string Read()
    {
        lock (_reading)
        {
            _listener.RecordObservableInstruments();
            var text = new PrometheusText();
            foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
                family.WriteTo(text);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();
}
