using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace Roadmap.Client;

/// <summary>Adds the client to a host.</summary>
public static class RoadmapClientServices
{
    /// <summary>
    /// Adds one <see cref="RoadmapClient"/>, whose calls over HTTP go by <see cref="IHttpClientFactory"/> with the standard resilience:
    /// time-outs, retries of what may be repeated, and a circuit breaker. Calls that may not be repeated without harm are not.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="configure">What differs from <see cref="RoadmapClientOptions.Default"/>.</param>
    /// <returns>For further settings of the HTTP client.</returns>
    public static IHttpClientBuilder AddRoadmapClient(
        this IServiceCollection services, Func<RoadmapClientOptions, RoadmapClientOptions>? configure = null)
    {
        const string Name = "roadmap";
        services.AddSingleton(provider =>
        {
            var options = configure?.Invoke(RoadmapClientOptions.Default) ?? RoadmapClientOptions.Default;
            return new RoadmapClient(options.Http is null
                ? options with { Http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(Name) }
                : options);
        });
        var http = services.AddHttpClient(Name, client => client.Timeout = Timeout.InfiniteTimeSpan);
        http.AddStandardResilienceHandler(resilience => resilience.Retry.DisableForUnsafeHttpMethods());
        return http;
    }
}
