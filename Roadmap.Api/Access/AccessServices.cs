using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Roadmap.Api.Rest;
using Roadmap.Api.WatchLinks;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Access;

/// <summary>Who calls, and how that is known. Without authentication nothing of it stands in a request's way.</summary>
internal static class AccessServices
{
    /// <summary>How soon after the last time a provider's keys are asked for again, when a token names one that is not known.</summary>
    private static readonly TimeSpan s_keysAgainAfter = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddAccess(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddChecked<AuthOptions>(AuthOptions.Section).PostConfigure(auth => auth.Settle(environment, configuration));
        services.AddHostedService<AuthNotice>();
        services.AddSingleton<Revocations>();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<AuthOptions>>((kestrel, auth) =>
        {
            if (auth.Value.IsOpenToThisMachine)
                kestrel.ConfigureEndpointDefaults(OpenEndpoints.DemandThisMachine);
        });
        // Clients may send tokens also where nobody asks for one.
        services.Replace(ServiceDescriptor.Transient<IHttpContextFactory, QueryTokens>());
        var isJwt = configuration.IsJwt(environment);
        services.AddWatchLinks(areRead: isJwt);
        return isJwt ? services.AddTokens(configuration) : services;
    }

    /// <summary>
    /// Goes behind what refuses pages of foreign origins, and before everything that answers a caller. Calls are counted between: whoever
    /// shows no valid token is an address, and its calls are counted, too.
    /// </summary>
    public static void UseAccess(this WebApplication app)
    {
        var isAsked = app.Services.GetService<TokenCallers>() is not null;
        if (isAsked)
            app.UseAuthentication();
        app.UseRateCheck();
        if (isAsked)
            app.UseMiddleware<CallerGate>().UseMiddleware<HubConnectionOwners>();
    }

    /// <summary>As the options will say; they are not there yet.</summary>
    private static bool IsJwt(this IConfiguration configuration, IHostEnvironment environment)
    {
        var auth = configuration.Read<AuthOptions>(AuthOptions.Section);
        auth.Settle(environment, configuration);
        return auth.Mode == AuthMode.Jwt;
    }

    private static IServiceCollection AddTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication().AddJwtBearer();
        // It would make keys for cookies at the start, of which there are none here, and put them into a folder. Links have a ring of
        // their own.
        foreach (var keys in services.Where(IsOfDataProtection).ToList())
            services.Remove(keys);
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<AuthOptions>>((scheme, auth) =>
            Configure(scheme, auth.Value, AuthOptions.HasSchemeOfItsOwn(configuration)))
            .PostConfigure(FollowKeys);
        services.AddHostedService(provider => provider.GetRequiredService<Revocations>());
        services.AddSingleton<LinkCallers>();
        services.AddSingleton<CheckedTokens>();
        services.AddSingleton<HubConnectionOwners>();
        services.AddSingleton<CallerTokens>();
        services.AddSingleton<TokenCallers>();
        services.Replace(ServiceDescriptor.Singleton<ICallers>(provider => provider.GetRequiredService<TokenCallers>()));
        return services;
    }

    private static bool IsOfDataProtection(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly;

    /// <summary>What a provider has withdrawn signs nothing any more; it would go on to for an hour.</summary>
    private static void FollowKeys(JwtBearerOptions scheme)
    {
        if (scheme.ConfigurationManager is BaseConfigurationManager authority)
            authority.UseLastKnownGoodConfiguration = false;
    }

    private static void Configure(JwtBearerOptions scheme, AuthOptions auth, bool hasSettingsOfItsOwn)
    {
        var tokens = scheme.TokenValidationParameters;
        if (auth.Authority is not null)
        {
            scheme.Authority = auth.Authority;
            scheme.RequireHttpsMetadata = !new Uri(auth.Authority).IsLoopback;
            scheme.RefreshInterval = s_keysAgainAfter;
        }

        if (auth.SigningKey is not null)
            tokens.IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(auth.SigningKey));
        if (auth.Authority is not null || auth.SigningKey is not null || !hasSettingsOfItsOwn)
            tokens.ValidAudience = auth.Audience;
        if (auth.SigningKey is not null)
            tokens.ValidIssuer = auth.Issuer;
        tokens.ValidateIssuer = tokens.ValidateAudience = tokens.ValidateIssuerSigningKey = true;
        // CallerTokens looks at the time, by the server's own clock.
        tokens.ValidateLifetime = false;
        // A key for signatures that anybody may check is no key for those that need a secret.
        tokens.ValidAlgorithms = auth.Authority is not null
            ? [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
               SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
               SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512]
            : [SecurityAlgorithms.HmacSha256, SecurityAlgorithms.HmacSha384, SecurityAlgorithms.HmacSha512];
        scheme.MapInboundClaims = false;
        scheme.Events = new JwtBearerEvents { OnMessageReceived = TokenCallers.AuthenticateAsync };
    }
}
