using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts;

/// <summary>The body of <c>POST …/approve</c>. What it lacks may stand in the query.</summary>
public sealed record ReviewBody
{
    [JsonPropertyName("approved"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Approved { get; init; }

    /// <summary>At most 2,000 characters: what should be different.</summary>
    [StringLength(ContractLimits.DetailLength)]
    [JsonPropertyName("feedback"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Feedback { get; init; }
}

/// <summary>The body of <c>POST …/review/preview</c>.</summary>
public sealed record ReviewPreviewBody
{
    /// <summary>1 to 2,000 characters: what should be different.</summary>
    [StringLength(ContractLimits.DetailLength)]
    [JsonPropertyName("feedback"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Feedback { get; init; }
}

/// <summary>200: what the feedback would do to the plan that waits for its review. Nothing is stored.</summary>
public sealed record ReviewPreview
{
    [JsonPropertyName("changed")]
    public required bool Changed { get; init; }

    [JsonPropertyName("edits")]
    public required IReadOnlyList<PlanEdit> Edits { get; init; }

    [JsonPropertyName("not_understood")]
    public required IReadOnlyList<string> NotUnderstood { get; init; }

    /// <summary>
    /// Present when a language model works the feedback in: the parts that go to it as the reviewer wrote them. Then <c>edits</c> are what
    /// it is asked for, too. What it makes of them is not known before: title, hours, weeks and concepts are those of the plan as it is.
    /// </summary>
    [JsonPropertyName("to_model"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ToModel { get; init; }

    /// <summary>Of the plan afterwards.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>Of the plan afterwards.</summary>
    [JsonPropertyName("total_hours")]
    public required double TotalHours { get; init; }

    /// <summary>Of the plan afterwards.</summary>
    [JsonPropertyName("weeks")]
    public required int Weeks { get; init; }

    /// <summary>Of the plan afterwards.</summary>
    [JsonPropertyName("total_concepts")]
    public required int TotalConcepts { get; init; }
}

[JsonConverter(typeof(SnakeCaseEnumConverter<ReviewOutcome>))]
public enum ReviewOutcome
{
    Approved,
    Rejected,
}

/// <summary>200: the review is stored.</summary>
public sealed record ReviewReply
{
    [JsonPropertyName("status")]
    public required ReviewOutcome Status { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }

    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    [JsonPropertyName("feedback"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Feedback { get; init; }
}

/// <summary>202: the task is being cancelled, or is cancelled already.</summary>
public sealed record CancelReply
{
    [JsonPropertyName("success")]
    public required bool Success { get; init; }

    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }

    [JsonPropertyName("previous_status")]
    public required TaskRunStatus PreviousStatus { get; init; }
}

/// <summary>202: <c>retry_started</c> is stored.</summary>
public sealed record RetryReply
{
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    [JsonPropertyName("status")]
    public required TaskRunStatus Status { get; init; }

    /// <summary>The number of the attempt that begins.</summary>
    [JsonPropertyName("attempt")]
    public required int Attempt { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }
}

/// <summary>Whether a roadmap is being worked on.</summary>
public sealed record ActiveTaskReply
{
    [JsonPropertyName("has_active_task")]
    public required bool HasActiveTask { get; init; }

    [JsonPropertyName("task_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }

    [JsonPropertyName("status"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskRunStatus? Status { get; init; }

    [JsonPropertyName("current_step"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CurrentStep { get; init; }
}
