using System.Runtime.Serialization;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>
/// A <c>progress</c> as one would declare it for MessagePack without this project: the same names and values, and times in MessagePack's
/// own form.
/// </summary>
[DataContract]
public sealed record PlainProgress
{
    [DataMember(Name = "type")]
    public required string Type { get; init; }

    [DataMember(Name = "task_id")]
    public required string TaskId { get; init; }

    [DataMember(Name = "seq")]
    public required long Seq { get; init; }

    [DataMember(Name = "epoch")]
    public required string Epoch { get; init; }

    [DataMember(Name = "attempt")]
    public required int Attempt { get; init; }

    [DataMember(Name = "timestamp")]
    public required DateTimeOffset Timestamp { get; init; }

    [DataMember(Name = "message")]
    public string? Message { get; init; }

    [DataMember(Name = "step")]
    public required string Step { get; init; }

    [DataMember(Name = "status")]
    public required string Status { get; init; }

    [DataMember(Name = "percentage")]
    public double? Percentage { get; init; }

    public static PlainProgress Of(ProgressEvent stored) => new()
    {
        Type = stored.Type,
        TaskId = stored.TaskId,
        Seq = stored.Seq,
        Epoch = stored.Epoch,
        Attempt = stored.Attempt,
        Timestamp = stored.Timestamp,
        Message = stored.Message,
        Step = stored.Step,
        Status = stored.Status,
        Percentage = stored.Percentage,
    };
}
