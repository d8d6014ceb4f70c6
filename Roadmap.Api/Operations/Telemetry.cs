using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Roadmap.Contracts;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Operations;

/// <summary>
/// The figures of this instance, by OpenTelemetry: at <c>/metrics</c> for Prometheus; and, with traces and log lines, to a collector when
/// one is named.
/// </summary>
internal static class Telemetry
{
    private const string ServiceName = "roadmap";

    /// <summary>Spans of the hub's calls.</summary>
    private const string SignalRSource = "Microsoft.AspNetCore.SignalR.Server";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddMetrics(metrics => metrics.EnableShown());
        builder.Services.AddHostedService<FiguresFromZero>();
        var telemetry = builder.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddShown()
            .AddPrometheusExporter(prometheus =>
            {
                // Nothing but the metrics that docs/operations.md lists, each as it is at that moment.
                prometheus.ScopeInfoEnabled = false;
                prometheus.TargetInfoEnabled = false;
                prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
            }));
        if (OtlpOptions.IsOn(builder.Configuration))
            telemetry.Export(builder);
    }

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapPrometheusScrapingEndpoint(Routes.Metrics)
        .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
        .ExcludeFromDescription();

    /// <summary>Without a collector nobody listens to the spans, and so none are made.</summary>
    private static void Export(this OpenTelemetryBuilder telemetry, WebApplicationBuilder builder)
    {
        OtlpOptions.Demand(builder.Configuration);
        builder.Services.AddHostedService<ExportWatch>();
        builder.Services.AddHostedService<LastExport>();
        telemetry
            // What the environment says of the service wins over its name here.
            .ConfigureResource(resource => resource.AddService(ServiceName).AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing
                .AddSource(HubsTraces.SourceName, SignalRSource)
                .AddAspNetCoreInstrumentation(requests => requests.Filter = IsTraced)
                .AddRedisInstrumentation()
                .AddProcessor(new CallsOfNobody()))
            .UseOtlpExporter();
    }

    /// <summary>Who asks every few seconds how the server is would be most of what is traced.</summary>
    private static bool IsTraced(HttpContext context) =>
        context.Request.Path is var path && !path.StartsWithSegments(Routes.Health, StringComparison.Ordinal) && path != Routes.Metrics;
}

/// <summary>
/// Lets every figure that is counted have a value from the start. OpenTelemetry hears only what is counted once the host starts.
/// </summary>
internal sealed class FiguresFromZero(HubsMetrics hubs, ApiMetrics api) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        hubs.BeginAtZero();
        api.BeginAtZero();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
