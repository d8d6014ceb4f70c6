namespace Roadmap.Client;

/// <summary>How far a watch has come.</summary>
public enum TaskWatchPhase
{
    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>Subscribed; what happened before is arriving.</summary>
    CatchingUp,

    /// <summary>Everything that has happened is known, and what happens is told as it does.</summary>
    Live,

    /// <summary>Cut off; the next try is at <see cref="TaskWatchState.RetryAt"/>.</summary>
    Waiting,

    /// <summary>The task has ended, and all of it was told.</summary>
    Ended,

    /// <summary>There is no further try: <see cref="TaskWatchState.Error"/> says why.</summary>
    Refused,
}

/// <summary>Where a watch stands.</summary>
/// <param name="Phase">How far it has come.</param>
/// <param name="Failures">Tries that have failed in a row.</param>
/// <param name="RetryAt">When the next try is, while it waits.</param>
/// <param name="Error">What it waits or was refused for.</param>
public sealed record TaskWatchState(TaskWatchPhase Phase, int Failures = 0, DateTimeOffset? RetryAt = null, RoadmapException? Error = null);
