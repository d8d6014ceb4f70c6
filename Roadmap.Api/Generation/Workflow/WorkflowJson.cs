using System.Text.Json;
using System.Text.Json.Serialization;
using Roadmap.Api.Generation.Validation;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>The <c>data</c> of the workflow's <c>progress</c> events.</summary>
internal sealed record StepData
{
    public string? RoadmapId { get; init; }
    public string? Title { get; init; }
    public int? StagesCount { get; init; }
    public int? TotalConcepts { get; init; }
    public IReadOnlyList<string>? KeyTechnologies { get; init; }
    public double? TotalHours { get; init; }
    public int? Weeks { get; init; }
    public GoalUnderstanding? Understood { get; init; }
    public DeadlineMisfit? Misfit { get; init; }
    public PlanReview? Review { get; init; }
    public int? KeptConcepts { get; init; }
    public int? ConceptsDone { get; init; }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, WorkflowJson.Wire.StepData);
}

/// <summary>The <c>data</c> of a <c>progress</c> event that tells of a tutorial while it is written.</summary>
internal sealed record WritingData
{
    public required string ConceptId { get; init; }
    public required string ConceptName { get; init; }
    public required int Characters { get; init; }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, WorkflowJson.Wire.WritingData);
}

/// <summary>The <c>data</c> of the concept events: which pieces of content there are.</summary>
internal sealed record ContentIds
{
    public string? TutorialId { get; init; }
    public string? ResourcesId { get; init; }
    public string? QuizId { get; init; }

    public static ContentIds Of(ConceptContent content) =>
        new() { TutorialId = content.Tutorial?.TutorialId, ResourcesId = content.Resources?.ResourcesId, QuizId = content.Quiz?.QuizId };

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, WorkflowJson.Wire.ContentIds);
}

/// <summary>Source-generated JSON of what the workflow stores of its own.</summary>
[JsonSerializable(typeof(WorkflowCheckpoint))]
[JsonSerializable(typeof(StepData))]
[JsonSerializable(typeof(ContentIds))]
[JsonSerializable(typeof(WritingData))]
[JsonSerializable(typeof(StructureReport))]
internal sealed partial class WorkflowJson : JsonSerializerContext
{
    public static WorkflowJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = WireEncoder.Instance,
    });
}
