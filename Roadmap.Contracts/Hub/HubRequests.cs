using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MessagePack;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>The names of the hub's methods.</summary>
public static class HubMethods
{
    public const string Subscribe = "Subscribe";
    public const string Unsubscribe = "Unsubscribe";
    public const string GetStatus = "GetStatus";
    public const string WatchTasks = "WatchTasks";
    public const string UnwatchTasks = "UnwatchTasks";
    public const string Authenticate = "Authenticate";
    public const string Ping = "Ping";
}

/// <summary>Where the subscriber's own knowledge ends. An absent epoch means the current one.</summary>
public sealed record AfterPosition
{
    [JsonPropertyName("epoch"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Epoch { get; init; }

    /// <summary>The last event that the subscriber has; 0 asks for the whole log.</summary>
    [Required]
    [JsonPropertyName("seq"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seq { get; init; }
}

/// <summary>The argument of <c>Subscribe</c>.</summary>
[MessagePackFormatter(typeof(ContractFormatter<SubscribeRequest>))]
public sealed record SubscribeRequest
{
    [Required]
    [JsonPropertyName("task_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }

    /// <summary>Whether <c>current_status</c> is sent before the live events when no position is given. True when absent.</summary>
    [JsonPropertyName("include_history"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IncludeHistory { get; init; }

    /// <summary>The position to resume from.</summary>
    [JsonPropertyName("after"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AfterPosition? After { get; init; }
}

/// <summary>
/// The answer to <c>Subscribe</c>: the head of the log when it was accepted, for information. <c>connected</c> is the truth.
/// </summary>
[MessagePackFormatter(typeof(ContractFormatter<SubscribeReply>))]
public sealed record SubscribeReply
{
    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    [JsonPropertyName("epoch")]
    public required string Epoch { get; init; }

    [JsonPropertyName("seq")]
    public required long Seq { get; init; }
}

/// <summary>The argument of <c>Unsubscribe</c> and of <c>GetStatus</c>.</summary>
[MessagePackFormatter(typeof(ContractFormatter<TaskRequest>))]
public sealed record TaskRequest
{
    [Required]
    [JsonPropertyName("task_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }
}

/// <summary>Which tasks a watch of the list is to hear of. What is given must match, what is absent matches everything.</summary>
[MessagePackFormatter(typeof(ContractFormatter<WatchTasksRequest>))]
public sealed record WatchTasksRequest
{
    /// <summary>The exact text.</summary>
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("owner"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Owner { get; init; }

    /// <summary><c>[a-z][a-z0-9_]{0,63}</c></summary>
    [RegularExpression(ContractPatterns.Word)]
    [JsonPropertyName("kind"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>A task that had this status and has another one now is told once more, with the new one.</summary>
    [JsonPropertyName("status"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskRunStatus? Status { get; init; }
}
