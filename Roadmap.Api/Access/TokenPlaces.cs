using Roadmap.Api.Rest;
using Roadmap.Hubs;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Api.Access;

/// <summary>
/// Where a request's token may stand: in the header; and, since a browser cannot set that of a WebSocket or an event stream, there in the
/// query or among the subprotocols. Nowhere else is one looked for.
/// </summary>
internal static class TokenPlaces
{
    private const string Scheme = "Bearer ";

    public static string? Find(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count > 0)
        {
            return header is [{ } only] && only.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? only[Scheme.Length..].Trim()
                : null;
        }

        if (!LiveEdges.Serves(context) || HeadRequests.IsHead(context))
            return null;
        return OfferedBySocket(context.WebSockets) ?? QueryTokens.Find(context);
    }

    /// <summary>The header of the subprotocols means nothing where no WebSocket is asked for.</summary>
    private static string? OfferedBySocket(WebSocketManager sockets) =>
        sockets.IsWebSocketRequest ? SocketProtocols.TokenIn(sockets.WebSocketRequestedProtocols) : null;
}
