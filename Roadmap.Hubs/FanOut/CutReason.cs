namespace Roadmap.Hubs.FanOut;

/// <summary>Why the server cut a connection. Its client comes back from its position.</summary>
internal enum CutReason
{
    /// <summary>More was waiting for it than is kept.</summary>
    Overflow,

    /// <summary>A write made no progress.</summary>
    Stalled,

    /// <summary>A replay did not catch up with the live events in time.</summary>
    ReplayTimeout,

    /// <summary>A replay could not be read on.</summary>
    ReplayFailed,

    /// <summary>A fault of the server in the task's feed.</summary>
    FeedBroke,

    /// <summary>A fault of the server in sending.</summary>
    SendFailed,

    /// <summary>The server is about to stop, and the client did not go when it was asked to.</summary>
    Stopping,
}
