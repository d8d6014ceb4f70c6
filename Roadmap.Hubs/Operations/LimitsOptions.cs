namespace Roadmap.Hubs.Operations;

/// <summary>The section <c>Limits</c>.</summary>
public sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Tasks that one connection may watch; 1 to 10,000.</summary>
    public int SubscriptionsPerConnection { get; set; } = 100;

    /// <summary>Connections of one instance, to the hub, raw and event streams together; 1 to 1,000,000. One more is told <c>rate_limited</c> and closed.</summary>
    public int Connections { get; set; } = 20_000;

    /// <summary>
    /// Bytes a second; 1 to 1,000,000. A connection whose client takes less of what waits for it is cut. Clients that take as much are waited for.
    /// </summary>
    public int SlowestRate { get; set; } = 1_000;

    /// <summary>Replays from the log that hold a page for their clients at a time; 1 to 100,000. The next ones wait for their turn.</summary>
    public int Replays { get; set; } = 1_000;

    /// <summary>Bytes of stored events that those pages have together; 1 MiB to 1 TiB.</summary>
    public long ReplayBytes { get; set; } = 64L * 1024 * 1024;
}
