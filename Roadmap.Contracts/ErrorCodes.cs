namespace Roadmap.Contracts;

/// <summary>The one catalogue of error codes, for problem+json, hub errors and raw WebSockets alike.</summary>
public static class ErrorCodes
{
    /// <summary>400. The request is malformed; every wrong field is listed by its JSON path.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>401. No token, or not a valid one.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>403. The role or the origin may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404. There is no such task, or it is somebody else's.</summary>
    public const string TaskNotFound = "task_not_found";

    /// <summary>404. There is no such roadmap, or it is somebody else's.</summary>
    public const string RoadmapNotFound = "roadmap_not_found";

    /// <summary>404. There is no such path.</summary>
    public const string NotFound = "not_found";

    /// <summary>405. The path is right, the method is not.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>415. The body is not JSON, or in an encoding that is not taken.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>408. The body did not come in time; nothing was done.</summary>
    public const string RequestTimeout = "request_timeout";

    /// <summary>409. The state of the task does not allow it.</summary>
    public const string Conflict = "conflict";

    /// <summary>410. The position is no longer in the log.</summary>
    public const string Gone = "gone";

    /// <summary>413. The body or one event is larger than allowed.</summary>
    public const string TooLarge = "too_large";

    /// <summary>429. Too many connections, subscriptions, calls or tasks that have not ended: later.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>500. A fault of the server. Its text never leaves the server; the log has it under the trace id.</summary>
    public const string InternalError = "internal_error";

    /// <summary>503. It is not known whether the report was stored: repeat it with the same <c>event_id</c>s.</summary>
    public const string LogUnavailable = "log_unavailable";

    /// <summary>503. Whoever makes tokens does not answer, so that none can be checked yet. Nothing was done: try again.</summary>
    public const string AuthorityUnavailable = "authority_unavailable";

    /// <summary>
    /// 503. This instance is about to stop and takes no new connections. Nothing was done: try again, and another instance, or the next
    /// start, answers.
    /// </summary>
    public const string ServerStopping = "server_stopping";
}
