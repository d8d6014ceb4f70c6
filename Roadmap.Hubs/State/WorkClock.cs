using System.Collections.Immutable;
using Roadmap.Contracts;

namespace Roadmap.Hubs.State;

/// <summary>
/// For how long an attempt has been worked on, and how far it was when it came to its steps; by the timestamps of its events. It runs while
/// the task is processed: what a task waits for its first event, for a person's review, or for somebody who takes it up again after an
/// interruption, is no work.
/// </summary>
public sealed record WorkClock
{
    /// <summary>Beyond so many steps the later ones are not remembered: a worker may name one for each file.</summary>
    public const int Steps = 32;

    /// <summary>Before the first event of an attempt.</summary>
    public static WorkClock Unbegun { get; } = new();

    /// <summary>What was worked until the clock was last started, in milliseconds.</summary>
    public long BeforeMs { get; init; }

    /// <summary>Since when it runs; null while it stands still.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The steps that the attempt has come to.</summary>
    public ImmutableDictionary<string, StepBegin> Begun { get; init; } = ImmutableDictionary<string, StepBegin>.Empty;

    /// <summary>What was worked until a moment, in milliseconds. Timestamps of a worker may go back: work does not.</summary>
    public long MsAt(DateTimeOffset moment) =>
        BeforeMs + (Since is { } since ? Math.Max(0, (long)(moment - since).TotalMilliseconds) : 0);

    /// <summary>The clock after an event; null as long as it is not known what came before.</summary>
    /// <param name="clock">The clock before it.</param>
    /// <param name="before">The task before the event.</param>
    /// <param name="after">The task after it.</param>
    /// <param name="e">Any but a control: that is said by people, and no work.</param>
    internal static WorkClock? After(WorkClock? clock, TaskState before, TaskState after, TaskEvent e)
    {
        if (e is RetryStartedEvent)
            return Unbegun;
        if (clock is null || e is ControlEvent)
            return clock;

        if (e is TaskRecoveringEvent)
            clock = clock.StoppedAt(before.UpdatedAt);
        clock = after.Status == TaskRunStatus.Processing ? clock.StartedAt(e.Timestamp) : clock.StoppedAt(e.Timestamp);
        return after.HasEnded || after.CurrentStep == before.CurrentStep ? clock : clock.Begin(after.CurrentStep, e.Timestamp);
    }

    /// <inheritdoc/>
    public bool Equals(WorkClock? other) =>
        ReferenceEquals(this, other) || (other is not null && BeforeMs == other.BeforeMs && Since == other.Since
        && Begun.Count == other.Begun.Count && Begun.All(step => other.Begun.TryGetValue(step.Key, out var begin) && begin == step.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(BeforeMs, Since, Begun.Count);

    private WorkClock StartedAt(DateTimeOffset moment) => Since is null ? this with { Since = moment } : this;

    private WorkClock StoppedAt(DateTimeOffset moment) => Since is null ? this : this with { BeforeMs = MsAt(moment), Since = null };

    private WorkClock Begin(string step, DateTimeOffset moment)
    {
        var isAgain = Begun.ContainsKey(step);
        return isAgain || Begun.Count < Steps ? this with { Begun = Begun.SetItem(step, new StepBegin(MsAt(moment), isAgain)) } : this;
    }
}

/// <summary>When an attempt came to a step.</summary>
/// <param name="AtMs">What was worked until then, in milliseconds; the last time, when it came there more than once.</param>
/// <param name="IsAgain">Whether it came there more than once.</param>
public readonly record struct StepBegin(long AtMs, bool IsAgain);
