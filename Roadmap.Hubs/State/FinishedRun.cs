using Roadmap.Contracts;

namespace Roadmap.Hubs.State;

/// <summary>How long one attempt of a task was worked on until it was completed. It does not say whose task it was, nor which.</summary>
/// <param name="At">When it was completed.</param>
/// <param name="WorkedMs">The whole of it, in milliseconds.</param>
/// <param name="LeftMs">What was left of that when it came to each step; of steps that it came to once.</param>
public sealed record FinishedRun(DateTimeOffset At, long WorkedMs, IReadOnlyDictionary<string, long> LeftMs)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(30);

    /// <summary>
    /// The runs that are compared with each other: of one kind, by whoever does such work. The server's own generation and an outside
    /// worker's of the same kind take different times.
    /// </summary>
    public static string GroupOf(TaskState task) => $"{(task.Origin == TaskOrigin.Workflow ? "workflow" : "worker")}:{task.Kind}";

    /// <summary>
    /// Whether its attempt goes the whole way. What the server tries again goes on from where it stopped; an outside worker begins anew.
    /// </summary>
    public static bool IsWhole(TaskState task) => task.Origin == TaskOrigin.Worker || task.Attempt == 1;

    /// <summary>What is to be remembered of events that brought a task from one state to another; null when that is nothing.</summary>
    public static FinishedRun? Between(TaskState before, TaskState after)
    {
        if (before.HasEnded || after is not { Status: TaskRunStatus.Completed, Work: { } work, FinishedAt: { } finished } || !IsWhole(after)
            || work.BeforeMs < s_shortest.TotalMilliseconds || work.BeforeMs > s_longest.TotalMilliseconds)
            return null;

        var left = work.Begun.Where(step => !step.Value.IsAgain)
            .ToDictionary(step => step.Key, step => work.BeforeMs - step.Value.AtMs, StringComparer.Ordinal);
        return new FinishedRun(finished, work.BeforeMs, left);
    }
}
