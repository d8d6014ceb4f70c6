using Roadmap.Hubs.State;

namespace Roadmap.Hubs.Access;

/// <summary>What a link to one task says. Whoever holds it is a caller without a name, who sees that task and no other.</summary>
public sealed record WatchLink
{
    /// <summary>How long after its end a task is still shown by a link that lasts until then: so those who watched can read it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    public required string LinkId { get; init; }

    public required string TaskId { get; init; }

    /// <summary>Tells the task from a later one of the same id.</summary>
    public required DateTimeOffset TaskCreatedAt { get; init; }

    /// <summary>Whether its holder may review the task's plan.</summary>
    public required bool MayReview { get; init; }

    /// <summary>Whether it shows nothing any more when the task has ended for as long as <see cref="Grace"/>.</summary>
    public required bool UntilEnd { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The <c>sub</c> of whoever made it; null where nobody is known.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>
    /// When the token was issued with which it was made: who takes that token back takes the link back, too, also when the link was made a
    /// moment later by an instance that did not know it yet.
    /// </summary>
    public DateTimeOffset? CreatorsTokenIssuedAt { get; init; }

    /// <summary>Whether it shows a task at a moment.</summary>
    public bool Shows(TaskState task, DateTimeOffset now) =>
        task.TaskId == TaskId && task.CreatedAt == TaskCreatedAt
        && !(UntilEnd && task is { HasEnded: true, FinishedAt: { } finished } && now - finished >= Grace);
}
