namespace Roadmap.Contracts;

/// <summary>The codes with which the server closes a raw WebSocket (RFC 6455, section 7.4).</summary>
public static class CloseCodes
{
    /// <summary>The task ended.</summary>
    public const int Ended = 1000;

    /// <summary>The server is going away: come back from your position.</summary>
    public const int GoingAway = 1001;

    /// <summary>A frame of the client is larger than allowed.</summary>
    public const int TooLarge = 1009;

    /// <summary>A fault of the server: come back from your position.</summary>
    public const int InternalError = 1011;

    /// <summary>A malformed request.</summary>
    public const int InvalidRequest = 4400;

    /// <summary>No token, or not a valid one.</summary>
    public const int Unauthenticated = 4401;

    /// <summary>The role or the origin may not do this.</summary>
    public const int Forbidden = 4403;

    /// <summary>No such task, or not the caller's, or no such path.</summary>
    public const int NotFound = 4404;

    /// <summary>The client fell behind what is kept for one connection: come back from your position.</summary>
    public const int TooSlow = 4408;

    /// <summary>Too many connections or subscriptions: later.</summary>
    public const int RateLimited = 4429;

    /// <summary>The log, or whoever makes tokens, is unavailable: come back from your position.</summary>
    public const int LogUnavailable = 4503;

    /// <param name="reason">One of <see cref="ErrorCodes"/> or <see cref="ClosingReasons"/>.</param>
    public static int For(string reason) => reason switch
    {
        ClosingReasons.TaskEnded => Ended,
        ClosingReasons.TooSlow => TooSlow,
        ErrorCodes.ServerStopping => GoingAway,
        ErrorCodes.TooLarge => TooLarge,
        ErrorCodes.InvalidRequest => InvalidRequest,
        ErrorCodes.Unauthenticated => Unauthenticated,
        ErrorCodes.Forbidden => Forbidden,
        ErrorCodes.TaskNotFound or ErrorCodes.NotFound => NotFound,
        ErrorCodes.RateLimited => RateLimited,
        ErrorCodes.LogUnavailable or ErrorCodes.AuthorityUnavailable => LogUnavailable,
        _ => InternalError,
    };
}
