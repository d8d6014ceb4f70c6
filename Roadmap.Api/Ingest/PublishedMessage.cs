namespace Roadmap.Api.Ingest;

/// <summary>What was published on the channel of a task, as it came.</summary>
/// <param name="TaskId">The rest of the channel's name: whatever somebody put there.</param>
/// <param name="Payload">Whatever was published.</param>
/// <param name="HeardSince">Since when this instance has heard everything; a timestamp of the clock.</param>
internal sealed record PublishedMessage(string TaskId, byte[] Payload, long HeardSince)
{
    private const int Beside = 256;

    /// <summary>When it was heard; what has no time of its own has happened then.</summary>
    public DateTimeOffset HeardAt { get; init; }

    /// <summary>Bytes that it costs while it waits.</summary>
    public long Weight => Payload.Length + (sizeof(char) * (long)TaskId.Length) + Beside;
}
