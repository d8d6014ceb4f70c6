using Microsoft.AspNetCore.Server.Kestrel.Core;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Hosting;

internal static class ConnectionLimits
{
    /// <summary>More than the minute for which nginx keeps a connection that it may use again.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(75);

    /// <summary>The program takes as many connections as it has file descriptors for, and ends those of which nothing comes.</summary>
    public static IServiceCollection AddConnectionLimits(this IServiceCollection services)
    {
        services.AddSingleton(_ => FileDescriptors.OfThisProcess());
        services.AddSingleton<TcpConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<TcpConnections>());
        services.AddOptions<LimitsOptions>().PostConfigure<FileDescriptors>(
            (limits, descriptors) => limits.Connections = Math.Min(limits.Connections, descriptors.Watchers));
        services.AddOptions<KestrelServerOptions>().Configure<TcpConnections>((kestrel, connections) =>
        {
            kestrel.Limits.RequestHeadersTimeout = TcpConnections.FirstByte;
            kestrel.Limits.KeepAliveTimeout = s_idle;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(connections.Guard));
        });
        return services;
    }
}
