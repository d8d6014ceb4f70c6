using OpenTelemetry.Metrics;
using Roadmap.Contracts;
using Roadmap.Hubs;

namespace Roadmap.Api.Operations;

/// <summary>The figures of this instance, by OpenTelemetry: at <c>/metrics</c> for Prometheus.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddMetrics(metrics => metrics.EnableShown());
        builder.Services.AddHostedService<FiguresFromZero>();
        builder.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddShown()
                .AddPrometheusExporter(prometheus =>
                {
                    // Nothing but the metrics that docs/operations.md lists, each as it is at that moment.
                    prometheus.ScopeInfoEnabled = false;
                    prometheus.TargetInfoEnabled = false;
                    prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
                }));
    }

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapPrometheusScrapingEndpoint(Routes.Metrics)
        .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
        .ExcludeFromDescription();
}

/// <summary>Lets every figure that is counted have a value from the start. OpenTelemetry hears only what is counted once the host starts.</summary>
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
