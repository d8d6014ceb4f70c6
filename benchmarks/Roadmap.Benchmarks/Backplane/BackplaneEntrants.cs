using Roadmap.Benchmarks.FanOut;

namespace Roadmap.Benchmarks.Backplane;

/// <summary>Ours and a stock hub, each alone and on Redis with SignalR's own backplane.</summary>
internal static class BackplaneEntrants
{
    public static IReadOnlyList<(string Name, string Kind, bool IsOnRedis)> All { get; } =
    [
        ("stock hub", FanOutServer.Stock, false),
        ("stock hub on Redis", FanOutServer.Stock, true),
        ("ours on SQLite", FanOutServer.Ours, false),
        ("ours on Redis", FanOutServer.Ours, true),
    ];
}
