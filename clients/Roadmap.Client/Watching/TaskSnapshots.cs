using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>What a snapshot says in other words.</summary>
public static class TaskSnapshots
{
    /// <summary>Whether the task is completed, failed or cancelled.</summary>
    public static bool HasEnded(this TaskSnapshot snapshot) =>
        snapshot.Status is TaskRunStatus.Completed or TaskRunStatus.Failed or TaskRunStatus.Cancelled;
}
