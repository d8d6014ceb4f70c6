using Roadmap.Benchmarks.FanOut;
using Roadmap.Benchmarks.Redis;

namespace Roadmap.Benchmarks.Backplane;

/// <summary>What the members of a group notice of one that stops reading, when a host sends to them by <c>IHubContext</c>.</summary>
internal static class GroupMessagesFigure
{
    private const int Rounds = 3;
    private static readonly Load s_load = new(ListGroups.Prefix, 1, 50, 500, 6);

    /// <summary>
    /// In a group of which only the one who stops is a member: almost 2 MB fit into the buffers between server and client.
    /// </summary>
    private static readonly Load s_filling = new($"{ListGroups.Prefix}-filling", 1, 0, 430, 1);

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var redis = await RedisProcess.StartAsync(workplace);
        var rows = new List<string[]>();
        foreach (var (name, kind, isOnRedis) in BackplaneEntrants.All)
        {
            // One after the other: a connection of the stock hub that waits to be timed out is nothing to measure beside.
            var isOurs = kind == FanOutServer.Ours;
            await using var contestant = await Contestant.StartAsync(workplace, kind, isOnRedis ? redis.ConnectionString : null);
            var (without, with) = await StoppedWatcher.RunsAsync(
                contestant,
                isOurs ? ListSends.ByOurs : ListSends.ByStock,
                s_load,
                s_filling,
                isOurs ? Rounds : 1,
                contestant.ListAsync);
            rows.AddRange(StoppedWatcher.Rows(name, without, with, isOurs));
        }

        return new FigureTable(
            "A list's messages, without and with a member that stops reading",
            $"""
            {s_load.Events:N0} messages of 4 kB by `IHubContext.Clients.Group(…)`, each awaited, {s_load.EventsPerSecond} a second, to {s_load.Watchers} members.
            Ours: medians of {Rounds} runs of each in turns, in brackets the lowest and the highest; the stock hub: one run of each; both after one for warming up.
            The one more that stops reading has buffers that are nearly full when the run begins, so that it stalls early in it. The figures are of the {s_load.Watchers} others.
            """,
            StoppedWatcher.Columns,
            rows);
    }
}
