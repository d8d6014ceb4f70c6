using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MessagePack;
using Roadmap.Contracts.Json;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>
/// One stored, numbered, replayable event of a task. What the reporter does not choose (<c>task_id</c>, <c>seq</c>, <c>epoch</c>,
/// <c>attempt</c>) the log stamps on when it stores the event.
/// </summary>
[JsonConverter(typeof(TaskEventConverter))]
[MessagePackFormatter(typeof(ContractFormatter<TaskEvent>))]
public abstract record TaskEvent : ITaskMessage
{
    private protected TaskEvent(string type) => Type = type;

    /// <summary>What happened: <c>progress</c>, <c>completed</c>, <c>failed</c>, …</summary>
    [JsonPropertyName("type"), JsonPropertyOrder(-9)]
    public string Type { get; }

    [JsonPropertyName("task_id"), JsonPropertyOrder(-8)]
    public string TaskId { get; init; } = "";

    /// <summary>1, 2, 3, … without holes, within one epoch.</summary>
    [JsonPropertyName("seq"), JsonPropertyOrder(-7)]
    public long Seq { get; init; }

    /// <summary>Names one life of the task's numbering.</summary>
    [JsonPropertyName("epoch"), JsonPropertyOrder(-6)]
    public string Epoch { get; init; } = "";

    /// <summary>1 for the first run, one more for every retry.</summary>
    [JsonPropertyName("attempt"), JsonPropertyOrder(-5)]
    public int Attempt { get; init; }

    /// <summary>The reporter's time, else the server's.</summary>
    [JsonPropertyName("timestamp"), JsonPropertyOrder(-4), JsonConverter(typeof(UtcTimestampConverter))]
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>A line for people.</summary>
    [JsonPropertyName("message"), JsonPropertyOrder(-3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>
    /// What <c>message</c> says, for readers that say it in a language of their own. The values that belong in the sentence are the
    /// event's other members, and those of its <c>data</c>.
    /// </summary>
    [RegularExpression(ContractPatterns.Word)]
    [JsonPropertyName("message_key"), JsonPropertyOrder(-2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MessageKey { get; init; }
}
