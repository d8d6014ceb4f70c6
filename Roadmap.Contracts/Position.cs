using System.Text.Json.Serialization;

namespace Roadmap.Contracts;

/// <summary>A place in a task's log: after event <c>seq</c> of life <c>epoch</c>. <c>seq</c> 0 is before the first event.</summary>
public sealed record Position
{
    [JsonPropertyName("epoch")]
    public required string Epoch { get; init; }

    [JsonPropertyName("seq")]
    public required long Seq { get; init; }
}
