using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// What a feed needs of the connections: who is in its task's group, and whether one of them keeps up. Called from the feed's queue, but
/// for the wait.
/// </summary>
internal interface ITaskFanOut
{
    /// <summary>From now on the connection gets what is sent to the task's group. A connection that has gone is left out.</summary>
    void Join(string connectionId, string taskId);

    void Leave(string connectionId, string taskId);

    /// <summary>The task is gone: the connection watches it no longer.</summary>
    void Forget(string connectionId, string taskId);

    /// <summary>Done when the connection has taken everything that was sent to it so far, or has gone.</summary>
    Task WaitUntilDrainedAsync(string connectionId, CancellationToken cancellationToken);

    /// <summary>Ends the connection; its client comes back from its position.</summary>
    void Disconnect(string connectionId, DisconnectReason reason);
}
