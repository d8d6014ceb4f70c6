using System.Reflection;
using Roadmap.Api.Hosting;
using Roadmap.Api.Rest;
using Roadmap.Contracts;

namespace Roadmap.Api.Operations;

/// <summary>What operators and orchestrators ask: is the process alive, can it serve.</summary>
internal static class HealthEndpoints
{
    private const string Ok = "ok";
    private const string Unavailable = "unavailable";

    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<LogReadiness>();

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app = app.MapGroup("").WithTags("Health");
        var startedAt = app.ServiceProvider.GetRequiredService<TimeProvider>().GetTimestamp();
        var version = typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

        app.MapGet(Routes.HealthLive, () => WireResults.Json(new HealthReply { Status = Ok }))
            .Describe("isAlive", "Whether the process serves at all").Produces<HealthReply>().ProducesProblems(ErrorCodes.InternalError);
        app.MapGet(Routes.HealthReady, async (ServerDraining draining, LogReadiness log, CancellationToken cancellationToken) =>
            {
                if (draining.HasBegun)
                    return ProblemResult.ServerStopping;
                return await log.IsReadyAsync(cancellationToken)
                    ? WireResults.Json(new HealthReply { Status = Ok, Log = Ok })
                    : ProblemResult.LogUnavailable;
            })
            .Describe("isReady", "Whether the log takes an append, and the server is not about to stop").Produces<HealthReply>()
            .ProducesProblems(ErrorCodes.InternalError, ErrorCodes.LogUnavailable, ErrorCodes.ServerStopping);
        app.MapGet(Routes.Health,
            async (ServerDraining draining, LogReadiness log, TimeProvider time, CancellationToken cancellationToken) =>
            {
                var answers = await log.IsReadyAsync(cancellationToken);
                return WireResults.Json(new HealthReply
                {
                    Status = draining.HasBegun ? "draining" : answers ? Ok : "degraded",
                    Log = answers ? Ok : Unavailable,
                    Version = version,
                    UptimeSeconds = (long)time.GetElapsedTime(startedAt).TotalSeconds,
                });
            })
            .Describe("getHealth", "How the server is").Produces<HealthReply>().ProducesProblems(ErrorCodes.InternalError);
    }
}
