using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts;

/// <summary>Where a task stands. The last three are terminal.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TaskRunStatus>))]
public enum TaskRunStatus
{
    Pending,
    Processing,
    HumanReviewPending,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>Who works on a task, and so who may report on it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TaskOrigin>))]
public enum TaskOrigin
{
    /// <summary>An outside worker, over the network.</summary>
    Worker,

    /// <summary>The server's own generation workflow.</summary>
    Workflow,
}

/// <summary>The kinds of content that are made for one concept.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ContentType>))]
public enum ContentType
{
    Tutorial,
    Resources,
    Quiz,
}

/// <summary>What people may ask of a running task.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ControlCommand>))]
public enum ControlCommand
{
    Cancel,
    Approve,
    Reject,
}

/// <summary>How far a command has come.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ControlPhase>))]
public enum ControlPhase
{
    Requested,
    Effective,
    Refused,
}

/// <summary>Why a position could not be continued from.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ResetReason>))]
public enum ResetReason
{
    /// <summary>The numbering may have gone back: the position belongs to another life of the task.</summary>
    EpochChanged,

    /// <summary>An event after the position is no longer kept.</summary>
    Trimmed,

    /// <summary>The position is ahead of the log's head.</summary>
    Ahead,
}

[JsonConverter(typeof(SnakeCaseEnumConverter<LearnerLevel>))]
public enum LearnerLevel
{
    Beginner,
    Intermediate,
    Advanced,
    Expert,
}

/// <summary>The <c>kind</c> of tasks that the server works on itself.</summary>
public static class TaskKinds
{
    public const string RoadmapGeneration = "roadmap_generation";
}

/// <summary>
/// The values of <c>current_step</c> for roadmaps; other kinds name their own, but start at <see cref="Queued"/> and end at one of the last
/// three.
/// </summary>
public static class TaskSteps
{
    public const string Queued = "queued";
    public const string IntentAnalysis = "intent_analysis";
    public const string CurriculumDesign = "curriculum_design";
    public const string StructureValidation = "structure_validation";
    public const string HumanReview = "human_review";
    public const string RoadmapEdit = "roadmap_edit";
    public const string ContentGeneration = "content_generation";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
}

/// <summary>The values of <c>sub_status</c> while a roadmap is in <c>human_review</c>.</summary>
public static class ReviewSubStatus
{
    public const string Waiting = "waiting";
    public const string Editing = "editing";
}
