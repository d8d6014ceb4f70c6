namespace Roadmap.Hubs.Operations;

/// <summary>Why the server cut a connection. Its client comes back from its position.</summary>
internal enum DisconnectReason
{
    /// <summary>More was waiting for it than is kept.</summary>
    Overflow,

    /// <summary>It took less than it must.</summary>
    Stalled,

    /// <summary>It did not answer a ping.</summary>
    Silent,

    /// <summary>A replay could not be read on.</summary>
    ReplayFailed,

    /// <summary>A fault of the server in the task's feed.</summary>
    FeedBroke,

    /// <summary>A fault of the server in sending.</summary>
    SendFailed,

    /// <summary>The server is about to stop, and the client did not go when it was asked to.</summary>
    Stopping,
}
