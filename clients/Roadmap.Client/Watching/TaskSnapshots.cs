using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>What a snapshot says in other words.</summary>
public static class TaskSnapshots
{
    /// <summary>Whether the task is completed, failed or cancelled.</summary>
    public static bool HasEnded(this TaskSnapshot snapshot) =>
        snapshot.Status is TaskRunStatus.Completed or TaskRunStatus.Failed or TaskRunStatus.Cancelled;

    /// <summary>
    /// The work that is left at a moment, by what earlier tasks of the kind took: it becomes less only while somebody works on it. When
    /// <c>High</c> is zero, it takes longer than they did. Null when nothing is known of earlier ones.
    /// </summary>
    public static (TimeSpan Low, TimeSpan High)? WorkLeft(this TaskSnapshot snapshot, DateTimeOffset moment)
    {
        if (snapshot.Expected is not { } expected)
            return null;
        var worked = snapshot.Status == TaskRunStatus.Processing ? Math.Max(0, (moment - expected.At).TotalSeconds) : 0;
        return (TimeSpan.FromSeconds(Math.Max(0, expected.Low - worked)), TimeSpan.FromSeconds(Math.Max(0, expected.High - worked)));
    }
}
