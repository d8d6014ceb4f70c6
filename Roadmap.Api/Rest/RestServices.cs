using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.RawSockets;

namespace Roadmap.Api.Rest;

/// <summary>What all endpoints share: errors as problem+json, JSON, and which origins may call.</summary>
internal static class RestServices
{
    private static readonly TimeSpan s_preflightAge = TimeSpan.FromMinutes(10);

    public static IServiceCollection AddRest(this IServiceCollection services)
    {
        services.AddChecked<OriginOptions>(OriginOptions.Section).Configure<IConfiguration>((options, configuration) =>
            options.Origins = options.Origins.WithLine(configuration, $"{OriginOptions.Section}:{nameof(OriginOptions.Origins)}"));
        services.AddSingleton<AllowedOrigins>();
        services.AddAllowedHosts();
        services.AddCors();
        services.AddChecked<BodyOptions>(BodyOptions.Section);
        services.AddSingleton<RequestBody>();
        services.AddOptions<CorsOptions>().Configure<AllowedOrigins>((cors, origins) => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(origins.Allows)
            .AllowCredentials().AllowAnyHeader().AllowAnyMethod()
            .WithExposedHeaders(
                HeaderNames.Location, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, RateCheck.Policy, RateCheck.State)
            .SetPreflightMaxAge(s_preflightAge)));

        services.AddRequestDecompression();
        // True in Development: a parameter that does not bind would then answer with text.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default);
            // The description is made from these, and numbers are numbers.
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        return services.AddApiDescription();
    }

    private static void AddAllowedHosts(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<HostNames>, HostNames>();
        services.AddOptions<HostNames>().Configure<IConfiguration>((options, configuration) => options.Names =
            [
                .. configuration.GetSection(HostNames.Setting).GetChildren().Select(name => name.Value ?? ""),
                .. configuration[HostNames.Setting]?
                    .Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            ]).ValidateOnStart();
        services.AddSingleton<AllowedHosts>();
        services.AddHostedService(provider => provider.GetRequiredService<AllowedHosts>());
        // ASP.NET Core's own check of the same setting stands before everything, and answers with a page.
        services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = [AllowedHosts.Any]);
    }

    /// <summary>Goes first, and the routing with it: it decides as what a request is routed.</summary>
    public static IApplicationBuilder UseRestRouting(this WebApplication app) => app.UseMiddleware<HeadRequests>().UseRouting();

    /// <summary>
    /// Goes before everything that may refuse a request, and behind what serves WebSockets: whatever else wants to be one is told the right
    /// path.
    /// </summary>
    public static IApplicationBuilder UseRest(this IApplicationBuilder app) => app
        .Use((context, next) => TaskSockets.IsMisplaced(context)
            ? TaskSockets.RefuseAsync(context, CloseCodes.NotFound, TaskSockets.RightPath)
            : next(context))
        .UseMiddleware<ProblemMiddleware>().UseMiddleware<HostCheck>().UseCors().UseMiddleware<OriginCheck>();

    /// <summary>What comes to the raw WebSocket's path without its base, and not as a WebSocket, is told so, too.</summary>
    public static void MapMisplacedPaths(this IEndpointRouteBuilder app) =>
        app.Map(Routes.MisplacedRawSocket, () => new ProblemResult(ErrorCodes.NotFound, "There is no such path. Raw WebSockets "
            + $"{TaskSockets.RightPath}.")).ExcludeFromDescription();
}
