using Roadmap.Api.EventLog.Damage;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Sqlite.Tables;

/// <summary>A task as the database holds it: its state, and what the log keeps about it for itself.</summary>
internal sealed record StoredTask
{
    public required long Key { get; init; }
    public required TaskState State { get; init; }
    public required string Fingerprint { get; init; }

    /// <summary>Of an outside worker's task that has one.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>The last run of the workflow; 0 before the first.</summary>
    public int Run { get; init; }

    public required long OldestSeq { get; init; }

    /// <summary>Bytes of the JSON of the events that are kept.</summary>
    public long KeptBytes { get; init; }

    /// <summary>The minute, counted from 1970 by the log's own clock, in which the last sign of life is past for sure.</summary>
    public required long QuietSince { get; init; }

    /// <summary>The columns that could not be read; null when all could.</summary>
    public string? Unreadable { get; init; }

    /// <summary>What readers are shown of it.</summary>
    public TaskState Shown => Unreadable is null ? State : UnreadableTask.Shown(State);

    public long KeptEvents => State.Seq - OldestSeq + 1;

    /// <summary>Rounded up, so that appends change the index of ages once a minute at most, and nothing goes too early.</summary>
    public static long MinuteAfter(DateTimeOffset now) => now.ToUnixTimeSeconds() / 60 + 1;
}
