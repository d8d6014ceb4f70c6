using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MessagePack;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>A batch of concepts is begun.</summary>
[MessagePackFormatter(typeof(ContractFormatter<BatchStartEvent>))]
public sealed record BatchStartEvent() : TaskEvent(TaskEventTypes.BatchStart)
{
    /// <summary>From 1.</summary>
    [JsonPropertyName("batch_index")]
    public required int BatchIndex { get; init; }

    [JsonPropertyName("batch_size")]
    public required int BatchSize { get; init; }

    [JsonPropertyName("total_batches")]
    public required int TotalBatches { get; init; }

    [JsonPropertyName("concept_ids")]
    public required IReadOnlyList<string> ConceptIds { get; init; }
}

/// <summary>How many of all concepts are done, after a batch.</summary>
public sealed record BatchProgress
{
    [JsonPropertyName("completed")]
    public required int Completed { get; init; }

    [JsonPropertyName("failed")]
    public required int Failed { get; init; }

    [JsonPropertyName("total")]
    public required int Total { get; init; }

    /// <summary>0 to 100.</summary>
    [Range(0, 100)]
    [JsonPropertyName("percentage")]
    public required double Percentage { get; init; }
}

/// <summary>A batch of concepts is done.</summary>
[MessagePackFormatter(typeof(ContractFormatter<BatchCompleteEvent>))]
public sealed record BatchCompleteEvent() : TaskEvent(TaskEventTypes.BatchComplete)
{
    /// <summary>From 1.</summary>
    [JsonPropertyName("batch_index")]
    public required int BatchIndex { get; init; }

    [JsonPropertyName("total_batches")]
    public required int TotalBatches { get; init; }

    [JsonPropertyName("progress")]
    public required BatchProgress Progress { get; init; }
}
