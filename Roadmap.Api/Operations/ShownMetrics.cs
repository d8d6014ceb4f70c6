using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Roadmap.Hubs;

namespace Roadmap.Api.Operations;

/// <summary>Which instruments <c>/metrics</c> shows: all of our own, and these few of .NET's.</summary>
internal static class ShownMetrics
{
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>By name, with the labels that are kept. The others tell an operator nothing, and each would multiply the lines of a scrape.</summary>
    private static readonly FrozenDictionary<string, string[]> s_labelsOfDotNet = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["dotnet.process.cpu.time"] = ["cpu.mode"],
        ["dotnet.process.memory.working_set"] = [],
        ["dotnet.gc.collections"] = ["gc.heap.generation"],
        ["dotnet.gc.pause.time"] = [],
        ["dotnet.gc.last_collection.heap.size"] = ["gc.heap.generation"],
        ["kestrel.active_connections"] = [],
        ["http.server.request.duration"] = ["http.request.method", "http.route", "http.response.status_code"],
        ["signalr.server.active_connections"] = ["signalr.connection.transport"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// How an instrument is shown; null when it is not. A process may hold several hosts, as tests do: each shows its own meters, which came
    /// from its factory. The runtime's meter belongs to the process.
    /// </summary>
    public static MetricFamily? FamilyOf(Instrument instrument, IMeterFactory factory)
    {
        var isOfHost = ReferenceEquals(instrument.Meter.Scope, factory);
        if (isOfHost && instrument.Meter.Name == HubsMetrics.MeterName)
            return new MetricFamily(instrument, labels: null);
        return (isOfHost || instrument.Meter.Name == RuntimeMeter) && s_labelsOfDotNet.TryGetValue(instrument.Name, out var labels)
            ? new MetricFamily(instrument, labels)
            : null;
    }
}
