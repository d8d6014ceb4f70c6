namespace Roadmap.Contracts;

/// <summary>
/// Why the server closes a raw WebSocket, where it is no error; else <c>closing</c> carries one of <see cref="ErrorCodes"/>.
/// </summary>
public static class ClosingReasons
{
    /// <summary>The task has ended, and its last event was sent.</summary>
    public const string TaskEnded = "task_ended";

    /// <summary>The client fell behind what is kept for one connection.</summary>
    public const string TooSlow = "too_slow";
}
