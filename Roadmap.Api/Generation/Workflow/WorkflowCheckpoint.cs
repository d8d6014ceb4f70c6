using System.Text.Json;
using System.Text.Json.Serialization;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>
/// Where a generation goes on. It is stored in the same act as the events that tell of it, beside the plan and the content, which are
/// themselves the record of what has been made; which concepts failed stands in the task's state. Members that a later version adds must be
/// optional.
/// </summary>
internal sealed record WorkflowCheckpoint
{
    private static readonly string[] s_stepsBeforePlan = [TaskSteps.IntentAnalysis, TaskSteps.CurriculumDesign];
    private static readonly string[] s_stepsWithPlan = [TaskSteps.HumanReview, TaskSteps.RoadmapEdit, TaskSteps.ContentGeneration];

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

    /// <summary>Whether the step to do next works on a plan.</summary>
    [JsonIgnore]
    public bool NeedsPlan => s_stepsWithPlan.Contains(Step);

    public static WorkflowCheckpoint Start(LearnerRequest request, string roadmapId) => new() { Request = request, RoadmapId = roadmapId };

    /// <exception cref="JsonException">It is none of this version.</exception>
    public static WorkflowCheckpoint FromJson(JsonElement json)
    {
        var read = json.Deserialize(WorkflowJson.Wire.WorkflowCheckpoint);
        return read is { Request.Goal: not null, RoadmapId: not null } && (read.NeedsPlan || s_stepsBeforePlan.Contains(read.Step))
            && (read.Intent is not null || read.Step == TaskSteps.IntentAnalysis)
            ? read
            : throw new JsonException("It names no step that this version knows, or lacks what the step needs.");
    }

    /// <summary>
    /// The beginning, of a checkpoint that cannot be read as a whole; null when what was asked for cannot be read either.
    /// </summary>
    public static WorkflowCheckpoint? TryStartAnew(JsonElement json)
    {
        try
        {
            var request = json.GetProperty("request").Deserialize(WorkflowJson.Wire.LearnerRequest);
            var roadmapId = json.GetProperty("roadmap_id").GetString();
            return request is { Goal: not null } && roadmapId is not null ? Start(request, roadmapId) : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, WorkflowJson.Wire.WorkflowCheckpoint);

    /// <summary>
    /// The same place for an attempt, which may be a new one: what is made is kept; a plan whose editing did not come to an end is reviewed
    /// again.
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
    /// <summary>
    /// Concepts whose content earlier attempts made. The batches are made of the others, so that they are the same after a restart.
    /// </summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Batches whose end has been told.</summary>
    public int BatchesDone { get; init; }
}
