using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts;

/// <summary>The body of <c>POST /api/v1/roadmaps/generate</c>.</summary>
public sealed record GenerateRoadmapBody
{
    /// <summary>
    /// The client's own id for the task; the server makes a UUIDv7 when it is absent. Repeating it with the same body is no new task.
    /// </summary>
    [RegularExpression(ContractPatterns.TaskId)]
    [JsonPropertyName("task_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }

    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("user_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserId { get; init; }

    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("session_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    [Required]
    [JsonPropertyName("preferences"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LearnerPreferences? Preferences { get; init; }

    [StringLength(ContractLimits.TextLength)]
    [JsonPropertyName("additional_context"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AdditionalContext { get; init; }

    /// <summary>Whether a person approves the plan before content is made. True when absent.</summary>
    [JsonPropertyName("require_review"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? RequireReview { get; init; }
}

/// <summary>What the learner wants and has.</summary>
public sealed record LearnerPreferences
{
    [Required, StringLength(ContractLimits.TextLength, MinimumLength = 1)]
    [JsonPropertyName("learning_goal"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LearningGoal { get; init; }

    [Required]
    [JsonPropertyName("current_level"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LearnerLevel? CurrentLevel { get; init; }

    /// <summary>1 to 168.</summary>
    [Required, Range(1, ContractLimits.HoursPerWeek)]
    [JsonPropertyName("available_hours_per_week"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AvailableHoursPerWeek { get; init; }

    /// <summary>An accepted other name of <c>available_hours_per_week</c>, which it may stand in for.</summary>
    [Range(1, ContractLimits.HoursPerWeek)]
    [JsonPropertyName("weekly_hours"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? WeeklyHours { get; init; }

    [StringLength(ContractLimits.TextLength)]
    [JsonPropertyName("motivation"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Motivation { get; init; }

    [StringLength(ContractLimits.TextLength)]
    [JsonPropertyName("career_background"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CareerBackground { get; init; }

    /// <summary>A string or an array, such as <c>["text", "video", "practice"]</c>.</summary>
    [JsonPropertyName("content_preference"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(
        typeof(StringOrArrayConverter))]
    public IReadOnlyList<string>? ContentPreference { get; init; }

    /// <summary>An accepted other name of <c>content_preference</c>.</summary>
    [JsonPropertyName("learning_style"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(
        typeof(StringOrArrayConverter))]
    public IReadOnlyList<string>? LearningStyle { get; init; }

    /// <summary>The day by which the learner wants to be done.</summary>
    [JsonPropertyName("target_deadline"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(
        typeof(UtcTimestampConverter))]
    public DateTimeOffset? TargetDeadline { get; init; }

    /// <summary>A language tag such as <c>en</c> or <c>zh-CN</c>.</summary>
    [RegularExpression(ContractPatterns.Language)]
    [JsonPropertyName("primary_language"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PrimaryLanguage { get; init; }
}

/// <summary>202: the generation is stored and will run.</summary>
public sealed record GenerateRoadmapReply
{
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    [JsonPropertyName("status")]
    public required TaskRunStatus Status { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }
}
