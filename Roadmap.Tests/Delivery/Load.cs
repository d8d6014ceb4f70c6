namespace Roadmap.Tests.Delivery;

/// <summary>How much is published and watched in one run, and how restless the watchers are.</summary>
internal sealed record Load
{
    public int Tasks { get; init; } = 10;

    public int WatchersPerTask { get; init; } = 6;

    public int PublishersPerTask { get; init; } = 3;

    public int EventsPerTask { get; init; } = 900;

    public int EventsPerReport { get; init; } = 20;

    /// <summary>How long the publishing takes when every report is answered at once.</summary>
    public TimeSpan Lasting { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>
    /// A watcher stays for up to so long; every sixth for as long as its connection lasts, and every second one that is a client, to the
    /// end. A client's connection is reset after up to so long.
    /// </summary>
    public TimeSpan LongestStay { get; init; } = TimeSpan.FromSeconds(4);

    public TimeSpan LongestAway { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>What has not happened by then never will.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(4);
}
