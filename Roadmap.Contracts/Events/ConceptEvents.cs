using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>How many of the concepts have been begun.</summary>
public sealed record ConceptProgress
{
    [JsonPropertyName("current")]
    public required int Current { get; init; }

    [JsonPropertyName("total")]
    public required int Total { get; init; }

    /// <summary>0 to 100.</summary>
    [Range(0, 100)]
    [JsonPropertyName("percentage")]
    public required double Percentage { get; init; }
}

/// <summary>One piece of content of one concept is being made.</summary>
[MessagePackFormatter(typeof(ContractFormatter<ConceptStartEvent>))]
public sealed record ConceptStartEvent() : TaskEvent(TaskEventTypes.ConceptStart)
{
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("concept_id")]
    public required string ConceptId { get; init; }

    [JsonPropertyName("concept_name")]
    public required string ConceptName { get; init; }

    [JsonPropertyName("content_type")]
    public required ContentType ContentType { get; init; }

    [JsonPropertyName("progress")]
    public required ConceptProgress Progress { get; init; }
}

/// <summary>One piece of content of one concept is made.</summary>
[MessagePackFormatter(typeof(ContractFormatter<ConceptCompleteEvent>))]
public sealed record ConceptCompleteEvent() : TaskEvent(TaskEventTypes.ConceptComplete)
{
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("concept_id")]
    public required string ConceptId { get; init; }

    [JsonPropertyName("concept_name")]
    public required string ConceptName { get; init; }

    [JsonPropertyName("content_type")]
    public required ContentType ContentType { get; init; }

    [JsonPropertyName("data"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Data { get; init; }
}

/// <summary>One piece of content of one concept could not be made.</summary>
[MessagePackFormatter(typeof(ContractFormatter<ConceptFailedEvent>))]
public sealed record ConceptFailedEvent() : TaskEvent(TaskEventTypes.ConceptFailed)
{
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("concept_id")]
    public required string ConceptId { get; init; }

    [JsonPropertyName("concept_name")]
    public required string ConceptName { get; init; }

    [JsonPropertyName("content_type")]
    public required ContentType ContentType { get; init; }

    /// <summary>At most 200 characters.</summary>
    [StringLength(ContractLimits.ConceptErrorLength)]
    [JsonPropertyName("error")]
    public required string Error { get; init; }

    /// <summary>What <c>error</c> says, by keys, where the server knows it.</summary>
    [JsonPropertyName("error_reasons"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Reason>? ErrorReasons { get; init; }
}

/// <summary>All content of one concept is made.</summary>
[MessagePackFormatter(typeof(ContractFormatter<ConceptAllContentCompleteEvent>))]
public sealed record ConceptAllContentCompleteEvent() : TaskEvent(TaskEventTypes.ConceptAllContentComplete)
{
    [StringLength(ContractLimits.IdLength, MinimumLength = 1), RegularExpression(ContractPatterns.Id)]
    [JsonPropertyName("concept_id")]
    public required string ConceptId { get; init; }

    [JsonPropertyName("concept_name")]
    public required string ConceptName { get; init; }

    /// <summary>An object: <c>tutorial_id</c>, <c>resources_id</c>, <c>quiz_id</c>.</summary>
    [JsonPropertyName("data"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Data { get; init; }
}
