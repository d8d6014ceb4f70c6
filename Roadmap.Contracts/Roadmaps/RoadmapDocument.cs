using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts;

/// <summary>The roadmap: a plan of stages, modules and concepts, with the content made so far.</summary>
public sealed record RoadmapDocument
{
    [JsonPropertyName("roadmap_id")]
    public required string RoadmapId { get; init; }

    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("summary")]
    public required string Summary { get; init; }

    /// <summary>The learner's goal, as it was given.</summary>
    [JsonPropertyName("goal")]
    public required string Goal { get; init; }

    [JsonPropertyName("level")]
    public required LearnerLevel Level { get; init; }

    /// <summary>The language of the text: <c>en</c> or <c>zh</c>; a model may write in any other, under its BCP 47 tag.</summary>
    [JsonPropertyName("language")]
    public required string Language { get; init; }

    /// <summary>Who made it: a model's name, or that no model was used.</summary>
    [JsonPropertyName("generated_by")]
    public required string GeneratedBy { get; init; }

    /// <summary>The sum over all concepts.</summary>
    [JsonPropertyName("total_hours")]
    public required double TotalHours { get; init; }

    [JsonPropertyName("hours_per_week")]
    public required double HoursPerWeek { get; init; }

    /// <summary><c>total_hours / hours_per_week</c>, rounded up.</summary>
    [JsonPropertyName("weeks")]
    public required int Weeks { get; init; }

    [JsonPropertyName("target_deadline"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(
        typeof(UtcTimestampConverter))]
    public DateTimeOffset? TargetDeadline { get; init; }

    [JsonPropertyName("key_technologies")]
    public required IReadOnlyList<string> KeyTechnologies { get; init; }

    /// <summary>What the reader should know about this plan as it is now: who made it, what was left out to fit the deadline, …</summary>
    [JsonPropertyName("notes")]
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What the goal was taken for.</summary>
    [JsonPropertyName("understood"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GoalUnderstanding? Understood { get; init; }

    /// <summary>Absent while the plan fits its deadline, or has none.</summary>
    [JsonPropertyName("misfit"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeadlineMisfit? Misfit { get; init; }

    /// <summary>Absent until the plan was sent back once.</summary>
    [JsonPropertyName("review"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PlanReview? Review { get; init; }

    /// <summary>What the subject has and this plan has not.</summary>
    [JsonPropertyName("left_out"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LeftOutConcept>? LeftOut { get; init; }

    [JsonPropertyName("stages")]
    public required IReadOnlyList<RoadmapStage> Stages { get; init; }

    /// <summary>All concepts, in the order in which they are learnt.</summary>
    [JsonIgnore]
    public IEnumerable<RoadmapConcept> Concepts => Stages.SelectMany(stage => stage.Modules).SelectMany(module => module.Concepts);
}

public sealed record RoadmapStage
{
    [JsonPropertyName("stage_id")]
    public required string StageId { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("description")]
    public required string Description { get; init; }

    [JsonPropertyName("hours")]
    public required double Hours { get; init; }

    [JsonPropertyName("modules")]
    public required IReadOnlyList<RoadmapModule> Modules { get; init; }
}

public sealed record RoadmapModule
{
    [JsonPropertyName("module_id")]
    public required string ModuleId { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("description")]
    public required string Description { get; init; }

    [JsonPropertyName("hours")]
    public required double Hours { get; init; }

    [JsonPropertyName("concepts")]
    public required IReadOnlyList<RoadmapConcept> Concepts { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnumConverter<ConceptDifficulty>))]
public enum ConceptDifficulty
{
    Easy,
    Medium,
    Hard,
}

public sealed record RoadmapConcept
{
    [JsonPropertyName("concept_id")]
    public required string ConceptId { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("description")]
    public required string Description { get; init; }

    [JsonPropertyName("hours")]
    public required double Hours { get; init; }

    [JsonPropertyName("difficulty")]
    public required ConceptDifficulty Difficulty { get; init; }

    /// <summary>The <c>concept_id</c>s to know before.</summary>
    [JsonPropertyName("prerequisites")]
    public required IReadOnlyList<string> Prerequisites { get; init; }

    [JsonPropertyName("keywords")]
    public required IReadOnlyList<string> Keywords { get; init; }

    /// <summary>The weeks, from 1, in which it is learnt at the given hours.</summary>
    [JsonPropertyName("first_week")]
    public required int FirstWeek { get; init; }

    [JsonPropertyName("last_week")]
    public required int LastWeek { get; init; }

    /// <summary>True when a reviewer asked for it; else absent.</summary>
    [JsonPropertyName("requested"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Requested { get; init; }

    /// <summary>What has been made so far; absent before the first piece.</summary>
    [JsonPropertyName("content"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConceptContent? Content { get; init; }
}

public sealed record ConceptContent
{
    /// <summary>The study guide.</summary>
    [JsonPropertyName("tutorial"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TutorialContent? Tutorial { get; init; }

    [JsonPropertyName("resources"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResourcesContent? Resources { get; init; }

    [JsonPropertyName("quiz"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public QuizContent? Quiz { get; init; }
}

/// <summary>A study guide for one concept.</summary>
public sealed record TutorialContent
{
    [JsonPropertyName("tutorial_id")]
    public required string TutorialId { get; init; }

    [JsonPropertyName("summary")]
    public required string Summary { get; init; }

    [JsonPropertyName("sections")]
    public required IReadOnlyList<TutorialSection> Sections { get; init; }
}

public sealed record TutorialSection
{
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>Markdown, with fenced code and no headings of the first two levels. What looks like HTML in it is text.</summary>
    [JsonPropertyName("body")]
    public required string Body { get; init; }
}

/// <summary>Where to read on.</summary>
public sealed record ResourcesContent
{
    [JsonPropertyName("resources_id")]
    public required string ResourcesId { get; init; }

    [JsonPropertyName("items")]
    public required IReadOnlyList<LearningResource> Items { get; init; }
}

public sealed record LearningResource
{
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary><c>documentation</c>, <c>book</c>, <c>course</c>, <c>tutorial</c>, <c>specification</c>, …</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }
}

/// <summary>Questions with which learners test themselves.</summary>
public sealed record QuizContent
{
    [JsonPropertyName("quiz_id")]
    public required string QuizId { get; init; }

    [JsonPropertyName("questions")]
    public required IReadOnlyList<QuizQuestion> Questions { get; init; }
}

public sealed record QuizQuestion
{
    [JsonPropertyName("question")]
    public required string Question { get; init; }

    /// <summary>What a good answer says.</summary>
    [JsonPropertyName("answer")]
    public required string Answer { get; init; }
}
