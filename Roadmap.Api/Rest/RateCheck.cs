using Roadmap.Contracts;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.EventStreams;
using Roadmap.Hubs.RawSockets;

namespace Roadmap.Api.Rest;

/// <summary>
/// Refuses callers that call more often than they may, before anything of the call is read; tells all others how they stand. Goes behind
/// whatever finds out who calls, and before what refuses those who do not say it. Pages, health and figures are not counted.
/// </summary>
internal sealed class RateCheck(RequestDelegate next, CallerRates rates, CallerKeys callers)
{
    /// <summary>What the quota is.</summary>
    public const string Policy = "RateLimit-Policy";

    /// <summary>What is left of it.</summary>
    public const string State = "RateLimit";

    public Task InvokeAsync(HttpContext context)
    {
        if (KindOf(context) is not { } kind || rates.Take(kind, callers.Of(context)) is not { } answer)
            return next(context);
        if (answer.IsRefused && TaskSockets.IsRawSocket(context))
            return TaskSockets.RefuseAsync(context, CloseCodes.RateLimited, answer.Sentence);

        context.Response.Headers[Policy] = answer.Policy;
        context.Response.Headers[State] = answer.State;
        return answer.IsRefused
            ? new ProblemResult(ErrorCodes.RateLimited, answer.Sentence) { RetryAfter = answer.RetryAfterSeconds }.ExecuteAsync(context)
            : next(context);
    }

    private static CallKind? KindOf(HttpContext context)
    {
        var request = context.Request;
        if (HubRequests.BeginsConnection(request) || TaskSockets.IsRawSocket(context) || EventStreamRoutes.IsAskedFor(context))
            return CallKind.Connect;
        if (!request.Path.StartsWithSegments(Routes.Base, StringComparison.OrdinalIgnoreCase) || HttpMethods.IsOptions(request.Method))
            return null;
        return context.GetEndpoint()?.Metadata.GetMetadata<CallKindMetadata>()?.Kind ?? CallKind.Call;
    }

    internal sealed record CallKindMetadata(CallKind Kind);
}

internal static class RateCheckRoutes
{
    public static IApplicationBuilder UseRateCheck(this IApplicationBuilder app) => app.UseMiddleware<RateCheck>();

    /// <summary>Calls of this endpoint are counted apart from the others.</summary>
    public static RouteHandlerBuilder CountAs(this RouteHandlerBuilder endpoint, CallKind kind) =>
        endpoint.WithMetadata(new RateCheck.CallKindMetadata(kind));
}
