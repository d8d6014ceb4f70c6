using Roadmap.Contracts;

namespace Roadmap.Api.Ingest;

/// <summary>
/// What a worker that knows no <c>retry_started</c> means by an event after the end of its task: that it has begun again, or something that
/// was under way when the end overtook it.
/// </summary>
internal static class NextAttempt
{
    /// <summary>What was published before the end, and comes after it, is late by less. By more, a clock is wrong.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(1);

    private static readonly string[] s_endings = [TaskSteps.Completed, TaskSteps.Failed, TaskSteps.Cancelled];

    /// <param name="end">When the attempt ended.</param>
    /// <param name="published">What comes after it.</param>
    /// <param name="hasOwnTime">Whether its worker said when it happened.</param>
    public static bool IsBegunBy(DateTimeOffset? end, TaskEvent published, bool hasOwnTime) =>
        IsBeginning(published) && !(hasOwnTime && IsFromBefore(end, published.Timestamp));

    /// <summary>Pieces of content are made side by side: one that comes after the end was begun before it.</summary>
    private static bool IsBeginning(TaskEvent published) => published switch
    {
        ProgressEvent e => !s_endings.Contains(e.Step) && !s_endings.Contains(e.Status),
        TaskRecoveringEvent => true,
        _ => false,
    };

    private static bool IsFromBefore(DateTimeOffset? end, DateTimeOffset happened) => happened < end && end - happened < s_late;
}
