using System.Text.Json.Serialization;

namespace Roadmap.Contracts;

/// <summary>How the server is.</summary>
public sealed record HealthReply
{
    /// <summary>
    /// <c>ok</c>; <c>degraded</c> when something that it needs does not answer; <c>draining</c> when it is about to stop.
    /// </summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary><c>ok</c> or <c>unavailable</c>; absent where it was not asked.</summary>
    [JsonPropertyName("log"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Log { get; init; }

    [JsonPropertyName("version"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Version { get; init; }

    [JsonPropertyName("uptime_seconds"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? UptimeSeconds { get; init; }
}
