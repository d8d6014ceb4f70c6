using Microsoft.AspNetCore.Http;
using Roadmap.Hubs.Hub;

namespace Roadmap.Hubs.EventStreams;

/// <summary>
/// What keeps a proxy from holding a stream back: nginx collects a response unless it is told not to, and whoever compresses collects, too.
/// </summary>
internal static class EventStreamHeaders
{
    public static void Set(HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache, no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>The hub's own server-sent events get them, too, when they begin.</summary>
    public static void Expect(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || !HubEndpoint.IsIt(context.GetEndpoint()))
            return;
        context.Response.OnStarting(() =>
        {
            if (context.Response.ContentType == EventStreamRoutes.MediaType)
                Set(context.Response);
            return Task.CompletedTask;
        });
    }
}
