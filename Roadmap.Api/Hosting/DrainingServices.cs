using Microsoft.Extensions.Options;

namespace Roadmap.Api.Hosting;

internal static class DrainingServices
{
    /// <summary>The program stops by draining. What drains is whatever is registered as <see cref="Hubs.Operations.IDraining"/>.</summary>
    public static IServiceCollection AddDraining(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DrainingOptions>().Bind(configuration.GetSection(DrainingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DrainingOptions>, DrainingOptions>();
        services.AddSingleton<ServerDraining>();
        services.AddSingleton<IHostLifetime, DrainingLifetime>();
        return services;
    }

    /// <summary>Goes before the hub, and behind what all answers share.</summary>
    public static IApplicationBuilder UseDraining(this IApplicationBuilder app) => app.UseMiddleware<DrainingGate>();
}
