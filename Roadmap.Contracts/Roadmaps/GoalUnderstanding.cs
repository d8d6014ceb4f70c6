using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts;

/// <summary>What a goal was taken for.</summary>
public sealed record GoalUnderstanding
{
    /// <summary>The subject's id.</summary>
    [JsonPropertyName("subject")]
    public required string Subject { get; init; }

    /// <summary>The subject's name, in the plan's language.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("confidence")]
    public required Confidence Confidence { get; init; }

    /// <summary>Nobody here knows the subject: the plan is a method for studying anything, and teaches nothing of it.</summary>
    [JsonPropertyName("method_only")]
    public required bool MethodOnly { get; init; }

    /// <summary>What else the goal may mean, the likeliest first.</summary>
    [JsonPropertyName("alternatives")]
    public required IReadOnlyList<SubjectChoice> Alternatives { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnumConverter<Confidence>))]
public enum Confidence
{
    Sure,
    Likely,
    Unsure,
}

/// <summary>A subject that can be had instead.</summary>
public sealed record SubjectChoice
{
    [JsonPropertyName("subject")]
    public required string Subject { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>What a reviewer writes to have it.</summary>
    [JsonPropertyName("feedback")]
    public required string Feedback { get; init; }
}

/// <summary>A plan that cannot be done before its deadline.</summary>
public sealed record DeadlineMisfit
{
    [JsonPropertyName("hours_needed")]
    public required double HoursNeeded { get; init; }

    /// <summary>What there is until the deadline, at the plan's hours a week.</summary>
    [JsonPropertyName("hours_available")]
    public required double HoursAvailable { get; init; }

    /// <summary>A sentence for people, in the plan's language.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Ways out.</summary>
    [JsonPropertyName("offers")]
    public required IReadOnlyList<MisfitOffer> Offers { get; init; }
}

/// <summary>A way out: fewer concepts, more hours a week, another date.</summary>
public sealed record MisfitOffer
{
    [JsonPropertyName("kind")]
    public required PlanEditKind Kind { get; init; }

    /// <summary>A few words for people, in the plan's language.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>What a reviewer writes to have it.</summary>
    [JsonPropertyName("feedback")]
    public required string Feedback { get; init; }
}
