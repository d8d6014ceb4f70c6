using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.RawSockets;

/// <summary>
/// Prepares upgrades. A browser cannot read the HTTP status of one that is refused, and its page would try again for ever: a wrong path
/// below the hub's is accepted, and closed with a code. All other paths are the host's.
/// </summary>
public sealed class TaskSockets(RequestDelegate next)
{
    /// <summary>What a client hears that connects to a path which is none.</summary>
    public const string RightPath = $"use {Routes.RawSocket}";

    /// <summary>So long a client that was refused, or broke the protocol, may take to answer the close.</summary>
    internal static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(PeerWatch.Patience);

    /// <summary>Takes the upgrade of the hub and of the raw WebSocket over; a host may have WebSockets of its own.</summary>
    /// <returns>Null when the request asks for neither.</returns>
    internal static SharedSocket? Offer(HttpContext context)
    {
        var isHub = HubEndpoint.IsIt(context.GetEndpoint());
        return isHub || context.GetEndpoint()?.Metadata.GetMetadata<RawSocketMetadata>() is not null
            ? SharedSocket.Offer(context, isHeldAtFirst: isHub)
            : null;
    }

    public Task InvokeAsync(HttpContext context)
    {
        var isNone = context.WebSockets.IsWebSocketRequest && (context.GetEndpoint() is { } endpoint
            ? HubEndpoint.IsIt(endpoint) && !TakesWebSockets(endpoint)
            : context.Request.Path.StartsWithSegments(Routes.Hub, StringComparison.OrdinalIgnoreCase));
        return isNone ? RefuseAsync(context, CloseCodes.NotFound, RightPath) : next(context);
    }

    /// <summary>
    /// Whether the request wants to be a WebSocket where there is none, neither a hub's nor a raw one: for a host that has no others.
    /// </summary>
    public static bool IsMisplaced(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest && !(context.GetEndpoint() is { } endpoint && TakesWebSockets(endpoint));

    /// <summary>Whether the request wants to be a raw WebSocket. Then a refusal is a close code: <see cref="RefuseAsync"/>.</summary>
    public static bool IsRawSocket(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest && context.GetEndpoint()?.Metadata.GetMetadata<RawSocketMetadata>() is not null;

    /// <summary>Accepts the upgrade, and closes with a code.</summary>
    public static async Task RefuseAsync(HttpContext context, int closeCode, string reason)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            SocketProtocols.Choose(context.WebSockets.WebSocketRequestedProtocols));
        using var limit = new CancellationTokenSource(CloseLimit, context.RequestServices.GetRequiredService<TimeProvider>());
        try
        {
            await socket.CloseAsync((WebSocketCloseStatus)closeCode, CloseFrameText.Fit(reason), limit.Token);
        }
        catch (Exception e) when (RawSocket.IsPeerGone(e))
        {
            context.Abort();
        }
    }

    private static bool TakesWebSockets(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<RawSocketMetadata>() is not null
        || (endpoint.Metadata.GetMetadata<HubMetadata>() is not null && endpoint.Metadata.GetMetadata<NegotiateMetadata>() is null);
}

/// <summary>Marks the endpoint of the raw WebSocket.</summary>
internal sealed class RawSocketMetadata;
