using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Roadmap.Contracts;

/// <summary>The body of <c>POST /api/v1/tasks</c>: a task that an outside worker will report on.</summary>
public sealed record CreateTaskBody
{
    /// <summary>The worker's own id; the server makes a UUIDv7 when it is absent. Repeating it with the same body is no new task.</summary>
    [RegularExpression(ContractPatterns.TaskId)]
    [JsonPropertyName("task_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TaskId { get; init; }

    /// <summary><c>[a-z][a-z0-9_]{0,63}</c></summary>
    [Required, RegularExpression(ContractPatterns.Word)]
    [JsonPropertyName("kind"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    [StringLength(ContractLimits.TitleLength)]
    [JsonPropertyName("title"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    /// <summary>The user whose task it is.</summary>
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("owner"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Owner { get; init; }

    /// <summary>1 to 86,400: the task fails when no report comes for so long. Absent: no lease.</summary>
    [Range(1, ContractLimits.LeaseSeconds)]
    [JsonPropertyName("lease_seconds"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LeaseSeconds { get; init; }
}

/// <summary>The answer to a report.</summary>
public sealed record ReportReply
{
    /// <summary>The position of the report's last event, also when it was a duplicate; for a heartbeat the head.</summary>
    [JsonPropertyName("seq")]
    public required long Seq { get; init; }

    [JsonPropertyName("epoch")]
    public required string Epoch { get; init; }

    /// <summary>Events that are new in the log.</summary>
    [JsonPropertyName("accepted")]
    public required int Accepted { get; init; }

    /// <summary>Events whose <c>event_id</c> the log knew.</summary>
    [JsonPropertyName("duplicates")]
    public required int Duplicates { get; init; }

    /// <summary>True when somebody wants the work called off.</summary>
    [JsonPropertyName("cancel_requested")]
    public required bool CancelRequested { get; init; }
}

/// <summary>A page of tasks, newest first.</summary>
public sealed record TaskPage
{
    [JsonPropertyName("tasks")]
    public required IReadOnlyList<TaskSnapshot> Tasks { get; init; }

    /// <summary>Give it as <c>cursor</c> for the next page; absent on the last one.</summary>
    [JsonPropertyName("next_cursor"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NextCursor { get; init; }
}

/// <summary>A page of a task's log.</summary>
public sealed record EventPage
{
    [JsonPropertyName("events")]
    public required IReadOnlyList<TaskEvent> Events { get; init; }

    /// <summary>The head of the log.</summary>
    [JsonPropertyName("seq")]
    public required long Seq { get; init; }

    [JsonPropertyName("epoch")]
    public required string Epoch { get; init; }

    /// <summary>The lowest <c>seq</c> that is kept; head + 1 when none is.</summary>
    [JsonPropertyName("oldest_seq")]
    public required long OldestSeq { get; init; }

    /// <summary>Give it as <c>after_seq</c> for the next page: the last <c>seq</c> returned, else the given one.</summary>
    [JsonPropertyName("next_after_seq")]
    public required long NextAfterSeq { get; init; }
}
