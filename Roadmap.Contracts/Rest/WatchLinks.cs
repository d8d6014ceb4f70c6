using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts;

/// <summary>What the holder of a watch link may do with its task.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WatchLinkRight>))]
public enum WatchLinkRight
{
    /// <summary>To watch it, and to read its status, its events and its roadmap.</summary>
    Watch,

    /// <summary>To preview what feedback would do to its plan, and to approve the plan or send it back.</summary>
    Review,
}

/// <summary>The body of <c>POST …/watch-links</c>, which may be absent.</summary>
public sealed record WatchLinkBody
{
    /// <summary>Seconds, 60 to 7,776,000 (90 days). Absent: 7 days; with <c>until_end</c>: 90 days.</summary>
    [Range(ContractLimits.WatchLinkLeastSeconds, ContractLimits.WatchLinkSeconds)]
    [JsonPropertyName("expires_in"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExpiresIn { get; init; }

    /// <summary>Whether the link shows nothing any more when the task has ended for a day, if it lasts so long.</summary>
    [JsonPropertyName("until_end"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? UntilEnd { get; init; }

    /// <summary><c>["watch"]</c>, which is also meant when it is absent, or <c>["watch", "review"]</c>.</summary>
    [JsonPropertyName("may"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? May { get; init; }
}

/// <summary>201: a link to one task. The token is shown this once.</summary>
public sealed record WatchLinkReply
{
    [JsonPropertyName("link_id")]
    public required string LinkId { get; init; }

    [JsonPropertyName("task_id")]
    public required string TaskId { get; init; }

    /// <summary>The page, with the token where no server sees it: in the fragment.</summary>
    [JsonPropertyName("url")]
    public required string Url { get; init; }

    /// <summary>Goes wherever a caller's own token may stand.</summary>
    [JsonPropertyName("token")]
    public required string Token { get; init; }

    [JsonPropertyName("may")]
    public required IReadOnlyList<WatchLinkRight> May { get; init; }

    [JsonPropertyName("created_at"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("expires_at"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset ExpiresAt { get; init; }

    [JsonPropertyName("until_end")]
    public required bool UntilEnd { get; init; }
}

/// <summary>One link of a task, without its token.</summary>
public sealed record WatchLinkEntry
{
    [JsonPropertyName("link_id")]
    public required string LinkId { get; init; }

    [JsonPropertyName("may")]
    public required IReadOnlyList<WatchLinkRight> May { get; init; }

    [JsonPropertyName("created_at"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("expires_at"), JsonConverter(typeof(UtcTimestampConverter))]
    public required DateTimeOffset ExpiresAt { get; init; }

    [JsonPropertyName("until_end")]
    public required bool UntilEnd { get; init; }

    /// <summary>The <c>sub</c> of whoever made it; absent where nobody was known then.</summary>
    [JsonPropertyName("created_by"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CreatedBy { get; init; }

    /// <summary>Whether it was taken back.</summary>
    [JsonPropertyName("revoked")]
    public required bool Revoked { get; init; }
}

/// <summary>The links of a task that have not expired, newest first.</summary>
public sealed record WatchLinkList
{
    [JsonPropertyName("watch_links")]
    public required IReadOnlyList<WatchLinkEntry> WatchLinks { get; init; }
}
