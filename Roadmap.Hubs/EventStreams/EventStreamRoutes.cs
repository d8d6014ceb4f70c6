using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Roadmap.Hubs.EventStreams;

/// <summary>The path of a task's events, which is a page for some callers and a stream for others.</summary>
public static class EventStreamRoutes
{
    /// <summary>What a caller accepts who wants the task live.</summary>
    public const string MediaType = "text/event-stream";

    private const string TaskId = "task_id";

    /// <summary>Serves the task live to whoever accepts an event stream, and the page to all others.</summary>
    /// <param name="page">The endpoint of the page, whose route names the task by <c>task_id</c>.</param>
    /// <param name="unless">Of which requests that asks for the page in any case, since no body is to come.</param>
    public static RouteHandlerBuilder OrEventStream(this RouteHandlerBuilder page, Func<HttpContext, bool> unless) =>
        page.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
            if (!EventStreamServer.IsAskedFor(context.Request) || unless(context))
                return await next(invocation);
            await context.RequestServices.GetRequiredService<EventStreamServer>()
                .ServeAsync(context, (string)context.GetRouteValue(TaskId)!);
            return Results.Empty;
        }).WithMetadata(new EventStreamMetadata());

    /// <summary>Whether a request goes to such a path, and wants the task live.</summary>
    public static bool IsAskedFor(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<EventStreamMetadata>() is not null && EventStreamServer.IsAskedFor(context.Request);

    /// <summary>Marks the endpoint of a task's events.</summary>
    private sealed class EventStreamMetadata;
}
