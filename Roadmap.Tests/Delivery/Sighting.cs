using Roadmap.Contracts;

namespace Roadmap.Tests.Delivery;

/// <summary>One thing that a watcher did or that its handlers saw, in the order in which it happened.</summary>
internal abstract record Sighting
{
    /// <summary>It subscribed, on a new connection or on the same one.</summary>
    public sealed record Asked(AfterPosition? After) : Sighting;

    public sealed record Connected(Position Position, bool? Recovered) : Sighting;

    public sealed record Status(Position Position, bool Ended) : Sighting;

    public sealed record Event(Position Position, string EventId, string Type) : Sighting;
}

/// <summary>All that one watcher of one task saw.</summary>
internal sealed record WatcherLog(string Watcher, string TaskId, IReadOnlyList<Sighting> Sightings);
