using Microsoft.AspNetCore.Http;
using Roadmap.Hubs.EventStreams;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.RawSockets;

namespace Roadmap.Hubs;

/// <summary>Which requests open what a task is watched by, or belong to it.</summary>
public static class LiveEdges
{
    /// <summary>
    /// Whether a browser asks which cannot set headers then: for a WebSocket, of the hub or a raw one, for the hub's own event stream, or
    /// for a task's.
    /// </summary>
    public static bool Serves(HttpContext context)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsConnect(method))
            return false;
        return TaskSockets.IsRawSocket(context) || HubEndpoint.IsIt(context.GetEndpoint()) || EventStreamRoutes.IsAskedFor(context);
    }
}
