using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>From where a watch begins.</summary>
public sealed record WatchOptions
{
    /// <summary>With the task as it is now, then what happens.</summary>
    public static WatchOptions Default { get; } = new();

    /// <summary>With the first event that there ever was, then all others.</summary>
    public static WatchOptions FromTheStart { get; } = new() { After = new AfterPosition { Seq = 0 } };

    /// <summary>The position to go on from, such as <see cref="TaskWatch.Position"/> of an earlier watch. Absent: from now on.</summary>
    public AfterPosition? After { get; init; }

    /// <summary>Whether a watch without a position begins with the task as it is now. A task that has ended is always told.</summary>
    public bool IncludeHistory { get; init; } = true;
}
