using Roadmap.Contracts;

namespace Roadmap.Api.Operations;

/// <summary>The figures of this instance for Prometheus, in its text format 0.0.4.</summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static IServiceCollection AddMetricsEndpoint(this IServiceCollection services) => services.AddSingleton<MetricsReader>();

    public static void MapMetricsEndpoint(this IEndpointRouteBuilder app)
    {
        // Made now, not at the first scrape: it hears only what is counted after it.
        var reader = app.ServiceProvider.GetRequiredService<MetricsReader>();
        app.MapGet(Routes.Metrics, () => Results.Text(reader.Read(), ContentType)).ExcludeFromDescription();
    }
}
