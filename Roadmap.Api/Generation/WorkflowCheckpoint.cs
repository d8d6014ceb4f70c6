using System.Text.Json;
using System.Text.Json.Serialization;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation;

/// <summary>
/// Where a generation goes on. It is stored in the same act as the events that tell of it, beside the plan and the content, which are themselves
/// the record of what has been made; which concepts failed stands in the task's state. Members that a later version adds must be optional.
/// </summary>
internal sealed record WorkflowCheckpoint
{
    public required LearnerRequest Request { get; init; }
    public required string RoadmapId { get; init; }

    /// <summary>The attempt that wrote this.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The step to do next.</summary>
    public string Step { get; init; } = TaskSteps.IntentAnalysis;

    public LearnerIntent? Intent { get; init; }

    /// <summary>How often the plan was sent back.</summary>
    public int Edits { get; init; }

    /// <summary>What the reviewer wants to be different, while the plan is edited.</summary>
    public string? Feedback { get; init; }

    /// <summary>Absent until this attempt has begun to make content.</summary>
    public ContentCheckpoint? Content { get; init; }

    public static WorkflowCheckpoint Start(LearnerRequest request, string roadmapId) => new() { Request = request, RoadmapId = roadmapId };

    public static WorkflowCheckpoint FromJson(string json) =>
        JsonSerializer.Deserialize(json, WorkflowJson.Default.WorkflowCheckpoint) ?? throw new JsonException("A checkpoint is null.");

    public string ToJson() => JsonSerializer.Serialize(this, WorkflowJson.Default.WorkflowCheckpoint);

    /// <summary>
    /// The same place for an attempt, which may be a new one: what is made is kept; a plan whose editing did not come to an end is reviewed again.
    /// </summary>
    public WorkflowCheckpoint ForAttempt(int attempt) => attempt == Attempt ? this : this with
    {
        Attempt = attempt,
        Step = Step == TaskSteps.RoadmapEdit ? TaskSteps.HumanReview : Step,
        Feedback = null,
        Content = null,
    };
}

/// <summary>The content step of one attempt.</summary>
internal sealed record ContentCheckpoint
{
    /// <summary>Concepts whose content earlier attempts made. The batches are made of the others, so that they are the same after a restart.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Batches whose end has been told.</summary>
    public int BatchesDone { get; init; }
}

/// <summary>The <c>data</c> of the workflow's <c>progress</c> events.</summary>
internal sealed record StepData
{
    public string? RoadmapId { get; init; }
    public string? Title { get; init; }
    public int? StagesCount { get; init; }
    public int? TotalConcepts { get; init; }
    public IReadOnlyList<string>? KeyTechnologies { get; init; }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, WorkflowJson.Default.StepData);
}

/// <summary>The <c>data</c> of the concept events: which pieces of content there are.</summary>
internal sealed record ContentIds
{
    public string? TutorialId { get; init; }
    public string? ResourcesId { get; init; }
    public string? QuizId { get; init; }

    public static ContentIds Of(ConceptContent content) =>
        new() { TutorialId = content.Tutorial?.TutorialId, ResourcesId = content.Resources?.ResourcesId, QuizId = content.Quiz?.QuizId };

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, WorkflowJson.Default.ContentIds);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkflowCheckpoint))]
[JsonSerializable(typeof(StepData))]
[JsonSerializable(typeof(ContentIds))]
internal sealed partial class WorkflowJson : JsonSerializerContext;
