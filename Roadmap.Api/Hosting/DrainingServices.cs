using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Hosting;

internal static class DrainingServices
{
    /// <summary>The program stops by draining. What drains is whatever is registered as <see cref="Hubs.Operations.IDraining"/>.</summary>
    public static IServiceCollection AddDraining(this IServiceCollection services)
    {
        services.AddChecked<DrainingOptions>(DrainingOptions.Section);
        services.AddSingleton<ServerDraining>();
        services.AddSingleton<IHostLifetime, DrainingLifetime>();
        return services;
    }

    /// <summary>Goes before the hub, and behind what all answers share.</summary>
    public static IApplicationBuilder UseDraining(this IApplicationBuilder app) => app.UseMiddleware<DrainingGate>();
}
