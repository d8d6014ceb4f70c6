using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>The work moved on, to another step or within one.</summary>
[MessagePackFormatter(typeof(ContractFormatter<ProgressEvent>))]
public sealed record ProgressEvent() : TaskEvent(TaskEventTypes.Progress)
{
    /// <summary>For roadmaps <c>intent_analysis</c>, <c>curriculum_design</c>, …; other kinds name their own.</summary>
    [RegularExpression(ContractPatterns.Word)]
    [JsonPropertyName("step")]
    public required string Step { get; init; }

    /// <summary>
    /// A status that does not end the task, such as <c>processing</c>, or the step's own word, which leaves the task <c>processing</c>.
    /// </summary>
    [StringLength(64, MinimumLength = 1)]
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [StringLength(64, MinimumLength = 1)]
    [JsonPropertyName("sub_status"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SubStatus { get; init; }

    /// <summary>0 to 100, of the whole task. Never stored lower than the highest so far of the attempt.</summary>
    [Range(0, 100)]
    [JsonPropertyName("percentage"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Percentage { get; init; }

    /// <summary>
    /// An object with figures of the step: <c>roadmap_id</c>, <c>stages_count</c>, <c>total_concepts</c>, <c>key_technologies</c>, …
    /// </summary>
    [JsonPropertyName("data"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Data { get; init; }
}

/// <summary>The plan is ready, and the work waits for a person's word.</summary>
[MessagePackFormatter(typeof(ContractFormatter<HumanReviewRequiredEvent>))]
public sealed record HumanReviewRequiredEvent() : TaskEvent(TaskEventTypes.HumanReviewRequired)
{
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("roadmap_id")]
    public required string RoadmapId { get; init; }

    [StringLength(ContractLimits.TitleLength)]
    [JsonPropertyName("roadmap_title")]
    public required string RoadmapTitle { get; init; }

    [JsonPropertyName("stages_count")]
    public required int StagesCount { get; init; }
}

/// <summary>The work was interrupted, and carries on from its last checkpoint.</summary>
[MessagePackFormatter(typeof(ContractFormatter<TaskRecoveringEvent>))]
public sealed record TaskRecoveringEvent() : TaskEvent(TaskEventTypes.TaskRecovering)
{
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("roadmap_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoadmapId { get; init; }

    [RegularExpression(ContractPatterns.Word)]
    [JsonPropertyName("current_step"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CurrentStep { get; init; }
}

/// <summary>A person's command: asked for, taken effect, or refused.</summary>
[MessagePackFormatter(typeof(ContractFormatter<ControlEvent>))]
public sealed record ControlEvent() : TaskEvent(TaskEventTypes.Control)
{
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("command_id")]
    public required string CommandId { get; init; }

    [JsonPropertyName("command")]
    public required ControlCommand Command { get; init; }

    [JsonPropertyName("phase")]
    public required ControlPhase Phase { get; init; }

    /// <summary>At most 2,000 characters; carries the review's feedback.</summary>
    [StringLength(ContractLimits.DetailLength)]
    [JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
