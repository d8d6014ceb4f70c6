namespace Roadmap.Hubs.WebSockets;

/// <summary>
/// The subprotocols of WebSockets. A browser can send a token by nothing but these and the query. It fails a connection whose answer names
/// none of those that it has offered, and the token is not to be sent back: so another one is offered beside it.
/// </summary>
public static class SocketProtocols
{
    /// <summary>What a token stands behind: <c>bearer.eyJ…</c>.</summary>
    public const string TokenPrefix = "bearer.";

    /// <summary>What the server speaks, and answers with.</summary>
    public const string Own = "roadmap.v1";

    /// <summary>Null when there is none, or when there are several.</summary>
    public static string? TokenIn(IList<string> offered)
    {
        string? token = null;
        foreach (var protocol in offered)
        {
            if (!protocol.StartsWith(TokenPrefix, StringComparison.Ordinal))
                continue;
            if (token is not null)
                return null;
            token = protocol[TokenPrefix.Length..];
        }

        return token;
    }

    /// <summary>What a socket is answered with; null is answered with none.</summary>
    public static string? Choose(IList<string> offered) => offered.Contains(Own) ? Own : null;
}
