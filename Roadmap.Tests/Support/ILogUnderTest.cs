using Roadmap.Api.Log;
using Roadmap.Hubs.Log;

namespace Roadmap.Tests.Support;

/// <summary>An open log, with the clock that it counts by.</summary>
internal interface ILogUnderTest : IAsyncDisposable
{
    ITaskEventLog Log { get; }

    ITaskAnnouncements Announcements { get; }

    ITaskIndex Index { get; }

    IGenerationLeases Generations { get; }

    FakeTime Time { get; }
}

/// <summary>What a test may set; the rest is as it is by default.</summary>
internal sealed record LogSettings
{
    public int EventsPerTask { get; init; } = 10_000;
    public long BytesPerTask { get; init; } = 64 * 1024 * 1024;
    public string? Restored { get; init; }
}
