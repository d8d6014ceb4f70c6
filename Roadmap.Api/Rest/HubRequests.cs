using Roadmap.Contracts;

namespace Roadmap.Api.Rest;

/// <summary>What SignalR's transports ask for over HTTP.</summary>
internal static class HubRequests
{
    /// <summary>SignalR's own name for the connection that a request belongs to.</summary>
    private const string ConnectionId = "id";

    /// <summary>Whether it is to the hub, or a raw WebSocket.</summary>
    public static bool IsOne(HttpRequest request) => request.Path.StartsWithSegments(Routes.Hub, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a connection begins with it. Others belong to one that there is. An id counts where SignalR reads one, and when it says
    /// something: with an empty one a connection begins, as does each raw WebSocket, and each negotiation.
    /// </summary>
    public static bool BeginsConnection(HttpRequest request) => IsOne(request) && !(IsHub(request) && ConnectionOf(request).Length > 0);

    /// <summary>The hub's own path; the routing takes it with a slash behind it, too.</summary>
    private static bool IsHub(HttpRequest request) =>
        request.Path.StartsWithSegments(Routes.Hub, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is null or "" or "/";

    /// <summary>The id of the connection that a request belongs to, as SignalR reads it.</summary>
    public static string ConnectionOf(HttpRequest request) => request.Query[ConnectionId].ToString();
}
