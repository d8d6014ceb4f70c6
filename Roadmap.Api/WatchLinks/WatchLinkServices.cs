namespace Roadmap.Api.WatchLinks;

internal static class WatchLinkServices
{
    /// <param name="services">The program's.</param>
    /// <param name="areRead">Whether anybody's tokens are read at all; else links are only made, listed and revoked.</param>
    public static IServiceCollection AddWatchLinks(this IServiceCollection services, bool areRead)
    {
        services.AddSingleton<LinkKeys>();
        services.AddSingleton<WatchLinkTokens>();
        services.AddSingleton<RevokedLinks>();
        return areRead ? services.AddHostedService(provider => provider.GetRequiredService<RevokedLinks>()) : services;
    }
}
