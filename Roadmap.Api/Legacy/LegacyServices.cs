using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.RawSockets;

namespace Roadmap.Api.Legacy;

internal static class LegacyServices
{
    /// <summary>With <c>Legacy:Compatibility</c>: what the earlier system's front end needs and the protocol does not have.</summary>
    public static IServiceCollection AddLegacy(this IServiceCollection services)
    {
        services.AddReadable<LegacyOptions>(LegacyOptions.Section);
        services.AddOptions<RawSocketOptions>()
            .Configure<IOptions<LegacyOptions>>((sockets, legacy) => sockets.ForOldClients = legacy.Value.Compatibility);
        return services;
    }

    /// <summary>What is mapped under this is answered as the protocol says, and to old front ends in their words beside it.</summary>
    public static IEndpointRouteBuilder WithLegacyShapes(this WebApplication app) =>
        IsOn(app.Services) ? app.MapGroup("").AddEndpointFilter(LegacyShapes.FilterAsync) : app;

    public static bool IsOn(IServiceProvider services) => services.GetRequiredService<IOptions<LegacyOptions>>().Value.Compatibility;
}
