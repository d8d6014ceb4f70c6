using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Operations;

/// <summary>Which instruments are shown: all of our own, and these few of .NET's.</summary>
internal static class ShownMetrics
{
    /// <summary>
    /// Sets of labels that are told apart in one metric. Further ones are counted together, so that no fault of ours makes a scrape grow
    /// for ever.
    /// </summary>
    public const int MaxSeries = 200;

    private const string RuntimeMeter = "System.Runtime";

    private static readonly string[] s_metersOfHost =
        [HubsMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http.Connections",
            "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>
    /// By name, with the labels that are kept. The others tell an operator nothing, and each would multiply the lines of a scrape.
    /// </summary>
    private static readonly FrozenDictionary<string, string[]> s_labelsOfDotNet = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["dotnet.process.cpu.time"] = ["cpu.mode"],
        ["dotnet.process.memory.working_set"] = [],
        ["dotnet.gc.collections"] = ["gc.heap.generation"],
        ["dotnet.gc.pause.time"] = [],
        ["dotnet.gc.last_collection.heap.size"] = ["gc.heap.generation"],
        ["kestrel.active_connections"] = [],
        ["http.server.request.duration"] = ["http.request.method", "http.route", "http.response.status_code"],
        ["signalr.server.active_connections"] = ["signalr.transport"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// A process may hold several hosts, as tests do: each shows its own meters, which came from its factory. So the host lets
    /// OpenTelemetry hear them (OpenTelemetry by itself would listen to all meters of a name), and only the runtime's meter, which belongs
    /// to the process, is heard as such.
    /// </summary>
    public static void EnableShown(this IMetricsBuilder metrics)
    {
        foreach (var meter in s_metersOfHost)
            metrics.EnableMetrics(meter, instrumentName: null, listenerName: null, MeterScope.Local);
    }

    public static MeterProviderBuilder AddShown(this MeterProviderBuilder metrics) => metrics
        .AddRuntimeInstrumentation()
        .AddView(ViewOf);

    private static MetricStreamConfiguration ViewOf(Instrument instrument)
    {
        if (instrument.Meter.Name == HubsMetrics.MeterName)
            return new MetricStreamConfiguration { CardinalityLimit = MaxSeries };
        return s_labelsOfDotNet.TryGetValue(instrument.Name, out var labels)
            ? new MetricStreamConfiguration { CardinalityLimit = MaxSeries, TagKeys = labels }
            : MetricStreamConfiguration.Drop;
    }
}
