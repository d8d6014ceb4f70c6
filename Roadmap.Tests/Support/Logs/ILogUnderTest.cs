using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Runs;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Tests.Support;

/// <summary>An open log.</summary>
internal interface ILogUnderTest : IAsyncDisposable
{
    ITaskEventLog Log { get; }

    ITaskAnnouncements Announcements { get; }

    ITaskIndex Index { get; }

    IGenerationLeases Generations { get; }

    IFinishedRuns Runs { get; }

    /// <summary>Moves the clock that the log counts leases and retention by.</summary>
    void Pass(TimeSpan time);
}

/// <summary>What a test may set; the rest is as it is by default.</summary>
internal sealed record LogSettings
{
    public int EventsPerTask { get; init; } = 10_000;
    public long BytesPerTask { get; init; } = 64 * 1024 * 1024;
    public TimeSpan After { get; init; } = TimeSpan.FromHours(24);
    public TimeSpan Idle { get; init; } = TimeSpan.FromDays(30);
    public string? Restored { get; init; }
    public int TasksPerUser { get; init; } = 10_000;
    public int GenerationsPerUser { get; init; } = 20;
}
