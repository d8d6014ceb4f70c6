using System.Text.Json.Serialization;
using MessagePack;
using Roadmap.Contracts.Json;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>
/// A task as it was after event <c>seq</c>, for those who watch the list of tasks. One that is not newer than what is known is dropped.
/// </summary>
[MessagePackFormatter(typeof(ContractFormatter<TaskChangedMessage>))]
public sealed record TaskChangedMessage
{
    [JsonPropertyName("type"), JsonPropertyOrder(-9)]
    public string Type { get; } = TaskEventTypes.TaskChanged;

    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    [JsonPropertyName("title"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    [JsonPropertyName("owner"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Owner { get; init; }

    [JsonPropertyName("status")]
    public required TaskRunStatus Status { get; init; }

    [JsonPropertyName("current_step")]
    public required string CurrentStep { get; init; }

    [JsonPropertyName("percentage")]
    public required double Percentage { get; init; }

    [JsonPropertyName("attempt")]
    public required int Attempt { get; init; }

    [JsonPropertyName("created_at"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The timestamp of the last event, or of the creation.</summary>
    [JsonPropertyName("updated_at"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonPropertyName("seq")]
    public required long Seq { get; init; }

    [JsonPropertyName("epoch")]
    public required string Epoch { get; init; }

    /// <summary>The instance that took the event.</summary>
    [JsonPropertyName("sender")]
    public required string Sender { get; init; }
}

/// <summary>
/// How many <c>task_changed</c> one instance has had for a watch of the list of tasks: whoever has another count has lost some, and fetches
/// the list again. Also the answer to whoever begins to watch.
/// </summary>
[MessagePackFormatter(typeof(ContractFormatter<TasksBeatMessage>))]
public sealed record TasksBeatMessage
{
    [JsonPropertyName("type"), JsonPropertyOrder(-9)]
    public string Type { get; } = TaskEventTypes.TasksBeat;

    /// <summary>The instance that counts.</summary>
    [JsonPropertyName("sender")]
    public required string Sender { get; init; }

    /// <summary>When it began to count. Another one than before: it has begun anew.</summary>
    [JsonPropertyName("since"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset Since { get; init; }

    /// <summary>All that there should have been since then, those included that could not be sent.</summary>
    [JsonPropertyName("sent")]
    public required long Sent { get; init; }

    /// <summary>
    /// Whether this instance sends its next beat in ten seconds. False: it has had nothing to tell for a minute, and begins anew when it
    /// has.
    /// </summary>
    [JsonPropertyName("continues")]
    public required bool Continues { get; init; }
}
