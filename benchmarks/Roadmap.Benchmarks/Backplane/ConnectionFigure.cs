using Roadmap.Benchmarks.FanOut;
using Roadmap.Benchmarks.Redis;

namespace Roadmap.Benchmarks.Backplane;

/// <summary>What a connection costs that comes, watches a task, and goes again; and what it costs while it is there.</summary>
internal static class ConnectionFigure
{
    private const string Prefix = "connection";
    private const int Tasks = 200;
    private const int Watchers = 10;
    private const int Rounds = 5;
    private const double AimOfMicroseconds = 100;
    private const double AimOfBytes = 2_000;

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var redis = await RedisProcess.StartAsync(workplace);
        var rows = new List<string[]>();
        foreach (var (name, kind, isOnRedis) in BackplaneEntrants.All)
        {
            var (bytes, microseconds) = await RunAsync(workplace, kind, isOnRedis ? redis.ConnectionString : null);
            rows.Add([
                name, $"{bytes / 1000:0.00} kB", $"{Samples.Median(microseconds):0} µs ({microseconds.Min():0} to {microseconds.Max():0})"
            ]);
        }

        return new FigureTable(
            "A connection's cost with a backplane",
            $"""
            {Tasks * Watchers:N0} connections, each of which watches one of {Tasks} tasks. *Managed*: the heap after a full collection, of a connection while it is there. *CPU*: of the server, until a connection is subscribed, and until it has gone by a TCP reset; Redis's own is not in it.
            Medians of {Rounds} times after one for warming up; in brackets the lowest and the highest. The aim is of the same row before and after the backplane came, {AimOfBytes / 1000} kB and {AimOfMicroseconds} µs at most: that takes this command at both commits.
            """,
            ["", "managed", "CPU"],
            rows);
    }

    private static async Task<(double Bytes, List<double> Microseconds)> RunAsync(Workplace workplace, string kind, string? redis)
    {
        const double Connections = Tasks * Watchers;
        await using var contestant = await Contestant.StartAsync(workplace, kind, redis);
        await contestant.CreateTasksAsync(Prefix, Tasks);
        List<double> bytes = [], microseconds = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var heap = await contestant.HeapBytesAsync();
            var cpu = contestant.ServerCpuSeconds;
            await contestant.WatchAsync(Prefix, Tasks, Watchers);
            var connected = contestant.ServerCpuSeconds - cpu;
            if (round > 0)
                bytes.Add((await contestant.HeapBytesAsync() - heap) / Connections);
            cpu = contestant.ServerCpuSeconds;
            await contestant.LeaveAsync();
            await contestant.EmptyAsync();
            if (round > 0)
                microseconds.Add((connected + contestant.ServerCpuSeconds - cpu) * 1e6 / Connections);
        }

        return (Samples.Median(bytes), microseconds);
    }
}
