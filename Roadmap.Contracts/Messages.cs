using System.Text.Json.Serialization;
using MessagePack;
using Roadmap.Contracts.Json;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>The first message of every subscription, and of every reset of one.</summary>
[MessagePackFormatter(typeof(ContractFormatter<ConnectedMessage>))]
public sealed record ConnectedMessage
{
    [JsonPropertyName("type"), JsonPropertyOrder(-9)]
    public string Type { get; } = TaskEventTypes.Connected;

    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>A line for people.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>From where events follow: live ones, or replayed ones when a position was given.</summary>
    [JsonPropertyName("position")]
    public required Position Position { get; init; }

    /// <summary>Only when a position was given, and on a reset: whether all that follows the position comes now.</summary>
    [JsonPropertyName("recovered"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Recovered { get; init; }

    /// <summary>Only with <c>recovered: false</c>.</summary>
    [JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResetReason? Reason { get; init; }
}

/// <summary>Something that this connection asked for was refused, or a subscription of it is over.</summary>
[MessagePackFormatter(typeof(ContractFormatter<ErrorMessage>))]
public sealed record ErrorMessage
{
    [JsonPropertyName("type"), JsonPropertyOrder(-9)]
    public string Type { get; } = TaskEventTypes.Error;

    /// <summary>What went wrong, by name: <c>task_not_found</c>, <c>rate_limited</c>, …</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>A line for people.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    [JsonPropertyName("task_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }
}

/// <summary>The last message before the server closes a raw WebSocket.</summary>
public sealed record ClosingMessage
{
    [JsonPropertyName("type"), JsonPropertyOrder(-9)]
    public string Type { get; } = TaskEventTypes.Closing;

    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary><c>task_ended</c>, or the code of an error.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>A line for people.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }
}

/// <summary>The answer to a ping.</summary>
[MessagePackFormatter(typeof(ContractFormatter<PongMessage>))]
public sealed record PongMessage
{
    [JsonPropertyName("type"), JsonPropertyOrder(-9)]
    public string Type { get; } = TaskEventTypes.Pong;

    [JsonPropertyName("task_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }
}

/// <summary>How many concepts there are, and how many are done.</summary>
public sealed record ConceptCounts
{
    [JsonPropertyName("total")]
    public required int Total { get; init; }

    [JsonPropertyName("completed")]
    public required int Completed { get; init; }

    [JsonPropertyName("failed")]
    public required int Failed { get; init; }
}

/// <summary>A command that was asked for, and has neither taken effect nor been refused.</summary>
public sealed record PendingCommand
{
    [JsonPropertyName("command_id")]
    public required string CommandId { get; init; }

    [JsonPropertyName("command")]
    public required ControlCommand Command { get; init; }

    [JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>
/// How much work is left of a task, by what earlier tasks of its kind took. It becomes less only while the task is <c>processing</c>: what
/// a task waits for, such as a review, is no work. When <c>high</c> has passed, it takes longer than they did.
/// </summary>
public sealed record ExpectedWork
{
    /// <summary>Of how many earlier tasks; 1 or more.</summary>
    [JsonPropertyName("runs")]
    public required int Runs { get; init; }

    /// <summary>The moment at which so much was left.</summary>
    [JsonPropertyName("at"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset At { get; init; }

    /// <summary>Seconds, at least; 0 or more.</summary>
    [JsonPropertyName("low")]
    public required double Low { get; init; }

    /// <summary>Seconds, at most; 0 or more.</summary>
    [JsonPropertyName("high")]
    public required double High { get; init; }

    /// <summary>How much is left when the task comes to a step; of steps that most of them came to once.</summary>
    [JsonPropertyName("steps")]
    public required IReadOnlyList<ExpectedStep> Steps { get; init; }
}

/// <summary>How much work is left when a task comes to a step.</summary>
public sealed record ExpectedStep
{
    [JsonPropertyName("step")]
    public required string Step { get; init; }

    /// <summary>Seconds, at least; 0 or more.</summary>
    [JsonPropertyName("low")]
    public required double Low { get; init; }

    /// <summary>Seconds, at most; 0 or more.</summary>
    [JsonPropertyName("high")]
    public required double High { get; init; }
}

/// <summary>A task as it is after event <c>seq</c>: the fold of its events. Also the answer of the status calls over REST.</summary>
[MessagePackFormatter(typeof(ContractFormatter<TaskSnapshot>))]
public sealed record TaskSnapshot : ITaskMessage
{
    [JsonPropertyName("type"), JsonPropertyOrder(-9)]
    public string Type { get; } = TaskEventTypes.CurrentStatus;

    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary><c>roadmap_generation</c>, or an outside worker's own word.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>Whose it is. Only in a page of the list of tasks, and absent there from servers that do not say it.</summary>
    [JsonPropertyName("owner"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Owner { get; init; }

    /// <summary>Who works on it, and so who begins its next attempt and reviews its plan. Absent from servers that do not say it.</summary>
    [JsonPropertyName("origin"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskOrigin? Origin { get; init; }

    [JsonPropertyName("status")]
    public required TaskRunStatus Status { get; init; }

    [JsonPropertyName("current_step")]
    public required string CurrentStep { get; init; }

    [JsonPropertyName("sub_status"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SubStatus { get; init; }

    [JsonPropertyName("roadmap_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoadmapId { get; init; }

    [JsonPropertyName("title"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    /// <summary>1 for the first run, one more for every retry.</summary>
    [JsonPropertyName("attempt")]
    public required int Attempt { get; init; }

    /// <summary>0 to 100; never goes back within an attempt.</summary>
    [JsonPropertyName("percentage")]
    public required double Percentage { get; init; }

    [JsonPropertyName("concepts")]
    public required ConceptCounts Concepts { get; init; }

    [JsonPropertyName("error"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    [JsonPropertyName("pending_command"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PendingCommand? PendingCommand { get; init; }

    [JsonPropertyName("created_at"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The timestamp of the last event, or of the creation.</summary>
    [JsonPropertyName("updated_at"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonPropertyName("finished_at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(
        typeof(UtcTimestampConverter))]
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What is left by what earlier tasks of its kind took. Absent when nobody knows, when it has ended, and in lists.</summary>
    [JsonPropertyName("expected"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExpectedWork? Expected { get; init; }

    [JsonPropertyName("seq")]
    public required long Seq { get; init; }

    [JsonPropertyName("epoch")]
    public required string Epoch { get; init; }

    /// <summary>The lowest <c>seq</c> that is kept; <c>seq + 1</c> when none is.</summary>
    [JsonPropertyName("oldest_seq")]
    public required long OldestSeq { get; init; }
}
