using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Roadmap.Contracts;

/// <summary>
/// Why something could not be done, or what is wrong with a plan: a sentence for people, and a key and values for readers that say it in a
/// language of their own.
/// </summary>
public sealed record Reason
{
    /// <summary>What it says, by one word. What the server itself says keeps its key for good.</summary>
    [RegularExpression(ContractPatterns.Word)]
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    /// <summary>A sentence for people.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>What stands in the sentence, such as names and figures, in the order that its key has them in.</summary>
    [JsonPropertyName("values"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Values { get; init; }
}
