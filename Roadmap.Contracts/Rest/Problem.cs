using System.Text.Json.Serialization;

namespace Roadmap.Contracts;

/// <summary>One wrong field: its JSON path, such as <c>[3].progress.total</c>, and what is wrong with it.</summary>
public sealed record FieldError
{
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    [JsonPropertyName("message")]
    public required string Message { get; init; }
}

/// <summary>Every error over HTTP: <c>application/problem+json</c> (RFC 9457) with a code.</summary>
public sealed record Problem
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("status")]
    public required int Status { get; init; }

    /// <summary>A line for people.</summary>
    [JsonPropertyName("detail")]
    public required string Detail { get; init; }

    /// <summary>What went wrong, by name: <c>invalid_request</c>, <c>task_not_found</c>, <c>conflict</c>, …</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>Of <c>invalid_request</c> and <c>too_large</c>: the wrong fields, the first 100 at most.</summary>
    [JsonPropertyName("errors"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>How many fields are wrong, also when <c>errors</c> does not list them all.</summary>
    [JsonPropertyName("error_count"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ErrorCount { get; init; }

    /// <summary>Of <c>gone</c>: the current epoch.</summary>
    [JsonPropertyName("epoch"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Epoch { get; init; }

    /// <summary>Of <c>gone</c>: the lowest <c>seq</c> that is kept.</summary>
    [JsonPropertyName("oldest_seq"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OldestSeq { get; init; }

    /// <summary>Names the request in the server's log.</summary>
    [JsonPropertyName("trace_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}
