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

    /// <summary>The key of what <c>problem</c> says first.</summary>
    [JsonPropertyName("problem_key"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProblemKey { get; init; }

    /// <summary>What <c>problem</c> says after that, by keys, where the server knows it.</summary>
    [JsonPropertyName("problem_reasons"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Reason>? ProblemReasons { get; init; }
}

/// <summary>One thing that feedback asks for, and what comes of it.</summary>
public sealed record PlanEdit
{
    [JsonPropertyName("kind")]
    public required PlanEditKind Kind { get; init; }

    /// <summary>A few words for people, in the plan's language: <c>Leave out Docker</c>.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>
    /// What it is about, in the reviewer's words, where it is about one thing; of <c>level</c> the level's word, of <c>finish_by</c> the
    /// day.
    /// </summary>
    [JsonPropertyName("topic"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Topic { get; init; }

    /// <summary>Of <c>replace</c>: what goes.</summary>
    [JsonPropertyName("instead_of"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InsteadOf { get; init; }

    /// <summary>Of <c>move</c>: where it goes.</summary>
    [JsonPropertyName("place"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlanPlace? Place { get; init; }

    /// <summary>Of <c>move</c> to a place before or after something: what that is.</summary>
    [JsonPropertyName("beside"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Beside { get; init; }

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

    /// <summary>For learners of one level more.</summary>
    Harder,

    /// <summary>For learners of one level less.</summary>
    Easier,

    /// <summary>For learners of this level.</summary>
    Level,

    /// <summary>To another place in the order.</summary>
    Move,
}

/// <summary>A place in the order of a plan.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PlanPlace>))]
public enum PlanPlace
{
    /// <summary>As early as what it builds on allows.</summary>
    First,

    /// <summary>At the end, before the work with which the plan ends.</summary>
    Last,
    Before,
    After,
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
