using Roadmap.Api.Rest;
using Roadmap.Hubs.RawSockets;

namespace Roadmap.Api.Hosting;

/// <summary>
/// Lets nobody new onto the hub of a server that drains: clients try again, and a load balancer brings them to another instance.
/// </summary>
internal sealed class DrainingGate(RequestDelegate next, ServerDraining draining)
{
    public Task InvokeAsync(HttpContext context)
    {
        // A raw WebSocket is let in, and told by its close code.
        if (!draining.HasBegun || TaskSockets.IsRawSocket(context))
            return next(context);

        // Or a proxy would send its next request into a connection that closes under it.
        context.Response.Headers.Connection = "close";
        // Connections that are there go on until they are asked to go.
        return HubRequests.BeginsConnection(context.Request) ? ProblemResult.ServerStopping.ExecuteAsync(context) : next(context);
    }
}
