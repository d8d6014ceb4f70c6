using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Hubs.Operations;

namespace Roadmap.Tests.Support;

/// <summary>One of the live edge's figures that go up and down, of one server, from when this is made.</summary>
internal sealed class LiveFigure : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _value;

    public LiveFigure(HubServer server, string name)
    {
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name
                && instrument.Meter.Name == HubsMetrics.MeterName
                && ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, by, _, _) => Interlocked.Add(ref _value, by));
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _value);

    public void Dispose() => _listener.Dispose();
}
