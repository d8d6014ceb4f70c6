using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts;

/// <summary>What came of the feedback with which a plan was last sent back. The next round takes its place.</summary>
public sealed record PlanReview
{
    /// <summary>Whether anything of the plan is another than before.</summary>
    [JsonPropertyName("changed")]
    public required bool Changed { get; init; }

    /// <summary>What was understood, in the order of the feedback.</summary>
    [JsonPropertyName("edits")]
    public required IReadOnlyList<PlanEdit> Edits { get; init; }

    /// <summary>The parts of the feedback that were not, in the reviewer's words.</summary>
    [JsonPropertyName("not_understood")]
    public required IReadOnlyList<string> NotUnderstood { get; init; }

    /// <summary>Why the feedback as a whole could not be worked in, for people.</summary>
    [JsonPropertyName("problem"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }
}

/// <summary>One thing that feedback asks for, and what comes of it.</summary>
public sealed record PlanEdit
{
    [JsonPropertyName("kind")]
    public required PlanEditKind Kind { get; init; }

    /// <summary>A few words for people, in the plan's language: <c>Leave out Docker</c>.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>What it is about, in the reviewer's words, where it is about one thing.</summary>
    [JsonPropertyName("topic"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Topic { get; init; }

    /// <summary>Of <c>replace</c>: what goes.</summary>
    [JsonPropertyName("instead_of"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InsteadOf { get; init; }

    /// <summary>Of <c>hours_per_week</c> the hours, of <c>fit</c> the weeks, of <c>first_concepts</c> how many.</summary>
    [JsonPropertyName("value"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Value { get; init; }

    /// <summary>Whether it changes the plan.</summary>
    [JsonPropertyName("applied")]
    public required bool Applied { get; init; }

    /// <summary>What came of it, or why nothing did: a sentence for people, in the plan's language.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnumConverter<PlanEditKind>))]
public enum PlanEditKind
{
    Shorter,
    MorePractice,
    LessPractice,
    LessTheory,
    LeaveOut,
    Known,
    Keep,
    Add,
    Replace,
    MoreOf,
    LessOf,
    HoursPerWeek,
    Fit,
    FinishBy,
    FirstConcepts,
    Subject,
}

/// <summary>Something that is not in the plan, and why.</summary>
public sealed record LeftOutConcept
{
    /// <summary>Absent for what is no concept, such as a technology.</summary>
    [JsonPropertyName("concept_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ConceptId { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("reason")]
    public required LeftOutReason Reason { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnumConverter<LeftOutReason>))]
public enum LeftOutReason
{
    /// <summary>The learner knows it.</summary>
    Known,

    /// <summary>There is no time for it before the deadline.</summary>
    Deadline,

    /// <summary>A shorter plan was asked for.</summary>
    Shorter,

    /// <summary>The reviewer does not want it.</summary>
    Feedback,

    /// <summary>Only the beginning was asked for: it comes after that.</summary>
    Later,
}
