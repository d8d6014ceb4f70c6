using Roadmap.Contracts;
using Roadmap.Hubs.EventStreams;
using Roadmap.Hubs.RawSockets;

namespace Roadmap.Api.Rest;

/// <summary>
/// Refuses what a page of a foreign origin asks for: connections, since a browser opens WebSockets without asking CORS and event streams
/// before it has an answer, and everything that changes something, since a POST without a body is sent without asking, too. A caller
/// without an <c>Origin</c> is no browser page and passes.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next, AllowedOrigins origins, ILogger<OriginCheck> logger)
{
    private const string Sentence = "Pages of this origin may not do this. The server's setting Cors:Origins lists those that may.";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || !IsGuarded(request) || IsAllowed(origin, request))
            return next(context);

        logger.OriginRefused(request.Path.Value ?? "/", origin);
        if (TaskSockets.IsRawSocket(context))
            return TaskSockets.RefuseAsync(context, CloseCodes.Forbidden, Sentence);
        return new ProblemResult(ErrorCodes.Forbidden, Sentence).ExecuteAsync(context);
    }

    private static bool IsGuarded(HttpRequest request) =>
        request.Path.StartsWithSegments(Routes.Hub, StringComparison.OrdinalIgnoreCase)
        || (request.Path.StartsWithSegments(Routes.Base, StringComparison.OrdinalIgnoreCase) && !IsRead(request.Method))
        || EventStreamRoutes.IsAskedFor(request.HttpContext);

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>The header itself is looked at: <see cref="HttpRequest.Host"/> is in Unicode.</summary>
    private bool IsAllowed(string origin, HttpRequest request) =>
        WebOrigin.Find(origin) is { } page && (page.IsAt(request.Headers.Host.ToString()) || origins.Allows(page));
}
