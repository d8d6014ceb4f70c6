using Roadmap.Contracts;

namespace Roadmap.Api.Generation;

/// <summary>A validated request for a roadmap, under one name for each thing. Part of every checkpoint.</summary>
public sealed record LearnerRequest
{
    public required string TaskId { get; init; }
    public required string Goal { get; init; }
    public required LearnerLevel Level { get; init; }
    public required double HoursPerWeek { get; init; }
    public string? Motivation { get; init; }
    public string? CareerBackground { get; init; }
    public IReadOnlyList<string> ContentPreferences { get; init; } = [];
    public DateTimeOffset? TargetDeadline { get; init; }

    /// <summary>A language tag; absent: the language of the goal.</summary>
    public string? PrimaryLanguage { get; init; }

    public string? AdditionalContext { get; init; }
    public required bool RequireReview { get; init; }

    /// <summary>When it was asked for; the weeks until the deadline count from here.</summary>
    public required DateTimeOffset RequestedAt { get; init; }
}

/// <summary>What the generator understood. Part of every checkpoint.</summary>
public sealed record LearnerIntent
{
    /// <summary>The subject of the catalogue, or of the model's own naming.</summary>
    public required string Subject { get; init; }

    /// <summary>A line for people.</summary>
    public required string Summary { get; init; }

    /// <summary><c>en</c> or <c>zh</c>; a model may write in any language, under its BCP 47 tag.</summary>
    public required string Language { get; init; }

    public required IReadOnlyList<string> KeyTechnologies { get; init; }

    /// <summary>Why no language model was used, when one should have been; a line for people.</summary>
    public string? WithoutModel { get; init; }

    /// <summary>How sure it is, and what else the goal may mean; absent when the generator does not say.</summary>
    public GoalUnderstanding? Understood { get; init; }
}
