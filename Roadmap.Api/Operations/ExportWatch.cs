using System.Diagnostics.Tracing;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Operations;

/// <summary>
/// Tells once that the collector takes nothing, and once that it does again. The exporters say so to listeners of .NET's event sources
/// alone (<c>OpenTelemetry-Exporter-OpenTelemetryProtocol</c>); each of their events about a request begins with the address that it went
/// to.
/// </summary>
internal sealed class ExportWatch(ILogger<ExportWatch> logger) : EventListener, IHostedService
{
    private const string Exporters = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const string Success = "ExportSuccess";

    private readonly Outage _outage = new();

    /// <summary>Events come as soon as there is a listener.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporters)
            EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.Payload is not [string address, ..] || !Uri.TryCreate(address, UriKind.Absolute, out var endpoint))
            return;

        var collector = endpoint.GetLeftPart(UriPartial.Authority);
        if (eventData.EventName == Success)
        {
            if (_outage.Ends())
                logger.ExportBack(collector);
        }
        else if (eventData.Level <= EventLevel.Warning && _outage.Begins())
        {
            logger.ExportFailed(collector, ReasonIn(eventData));
        }
    }

    /// <summary>An exception comes with its stack: its type and message are enough.</summary>
    private static string ReasonIn(EventWrittenEventArgs failed) =>
        $"{failed.EventName} ({$"{failed.Payload![^1]}".Split(" --->", 2)[0].Split('\n', 2)[0].Trim()})";
}
