using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api;
using Roadmap.Hubs.Operations;

namespace Roadmap.Tests.Support;

/// <summary>Counts what becomes of published messages on some instances, as their meters tell it.</summary>
internal sealed class IngestFigures : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _messages = new(StringComparer.Ordinal);

    public IngestFigures(params IEnumerable<IServiceProvider> instances)
    {
        var meters = instances.Select(services => services.GetRequiredService<IMeterFactory>().Create(HubsMetrics.MeterName)).ToHashSet();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter) && instrument.Name == "intake_messages")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(
            (_, messages, tags, _) => _messages.AddOrUpdate((string)tags[0].Value!, messages, (_, before) => before + messages));
        _listener.Start();
    }

    public long Of(IngestOutcome outcome) => _messages.GetValueOrDefault(outcome.ToString());

    public override string ToString() => string.Join(", ", _messages.Select(count => $"{count.Key} {count.Value}"));

    public void Dispose() => _listener.Dispose();
}
