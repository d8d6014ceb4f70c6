using System.Text.Json.Serialization;
using Roadmap.Contracts.Json;

namespace Roadmap.Contracts;

/// <summary><c>POST /api/v1/revocations</c>: the tokens of a caller that were issued before a moment are void. Also the answer.</summary>
public sealed record RevocationBody
{
    /// <summary>The caller: the <c>sub</c> of its tokens.</summary>
    [JsonPropertyName("sub"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sub { get; init; }

    /// <summary>Absent: now. In the future: the caller is shut out until then.</summary>
    [JsonPropertyName("not_before"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(
        typeof(UtcTimestampConverter))]
    public DateTimeOffset? NotBefore { get; init; }
}
