using Roadmap.Contracts;

namespace Roadmap.Api.Rest;

/// <summary>
/// Answers HEAD as GET is answered: the server leaves the body out by itself. Goes before the routing, so that whatever serves GET serves
/// HEAD. Not the hub: a GET there takes messages out of a connection.
/// </summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    private static readonly HeadRequest s_mark = new();

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsHead(request.Method) && !request.Path.StartsWithSegments(Routes.Hub, StringComparison.OrdinalIgnoreCase))
        {
            request.Method = HttpMethods.Get;
            context.Features.Set(s_mark);
        }

        return next(context);
    }

    /// <summary>Whether there is no body to come. A stream, which would go on for it, must ask.</summary>
    public static bool IsHead(HttpContext context) => context.Features.Get<HeadRequest>() is not null;

    private sealed class HeadRequest;
}
