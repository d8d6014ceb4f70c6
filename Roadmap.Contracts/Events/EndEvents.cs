using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MessagePack;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>Terminal: the work is done.</summary>
[MessagePackFormatter(typeof(ContractFormatter<CompletedEvent>))]
public sealed record CompletedEvent() : TaskEvent(TaskEventTypes.Completed)
{
    /// <summary>Always there for roadmaps.</summary>
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("roadmap_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoadmapId { get; init; }

    [JsonPropertyName("tutorials_count"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TutorialsCount { get; init; }

    [JsonPropertyName("failed_count"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FailedCount { get; init; }
}

/// <summary>Terminal: the work could not be done.</summary>
[MessagePackFormatter(typeof(ContractFormatter<FailedEvent>))]
public sealed record FailedEvent() : TaskEvent(TaskEventTypes.Failed)
{
    [StringLength(ContractLimits.DetailLength)]
    [JsonPropertyName("error")]
    public required string Error { get; init; }

    /// <summary>At most 2,000 characters.</summary>
    [StringLength(ContractLimits.DetailLength)]
    [JsonPropertyName("error_detail"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorDetail { get; init; }

    /// <summary>What <c>error_detail</c> says, by keys, where the server knows it.</summary>
    [JsonPropertyName("error_reasons"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Reason>? ErrorReasons { get; init; }

    [RegularExpression(ContractPatterns.Word)]
    [JsonPropertyName("step"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Step { get; init; }
}

/// <summary>Terminal: somebody called the work off.</summary>
[MessagePackFormatter(typeof(ContractFormatter<CancelledEvent>))]
public sealed record CancelledEvent() : TaskEvent(TaskEventTypes.Cancelled)
{
    [StringLength(ContractLimits.DetailLength)]
    [JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>The only event that may follow a terminal one: it opens the next attempt, whose number it carries.</summary>
[MessagePackFormatter(typeof(ContractFormatter<RetryStartedEvent>))]
public sealed record RetryStartedEvent() : TaskEvent(TaskEventTypes.RetryStarted)
{
    [StringLength(ContractLimits.DetailLength)]
    [JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
