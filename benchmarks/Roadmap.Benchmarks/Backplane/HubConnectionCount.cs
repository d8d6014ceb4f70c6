using System.Diagnostics.Metrics;

namespace Roadmap.Benchmarks.Backplane;

/// <summary>How many hub connections this process has, by SignalR's own count.</summary>
internal sealed class HubConnectionCount : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    private readonly MeterListener _listener = new();
    private long _count;

    public HubConnectionCount()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "signalr.server.active_connections")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref _count, change));
        _listener.Start();
    }

    public async Task WaitUntilNoneAsync()
    {
        while (Interlocked.Read(ref _count) > 0)
            await Task.Delay(s_pause, TimeProvider.System);
    }

    public void Dispose() => _listener.Dispose();
}
