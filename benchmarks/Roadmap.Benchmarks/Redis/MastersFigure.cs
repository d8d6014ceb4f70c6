using System.Globalization;

namespace Roadmap.Benchmarks.Redis;

/// <summary>What an append costs the instance and Redis, with one Redis and with clusters of one to three masters.</summary>
internal static class MastersFigure
{
    private const int Rounds = 3;
    private const int Shards = 12;
    private static readonly int[] s_clusters = [1, 2, 3];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        await using var redis = await RedisProcess.StartAsync(workplace);
        await using var clusters = new Clusters();
        List<Candidate> candidates =
        [
            new("one Redis, one part", [redis], Shards: 1),
            new($"one Redis, {Shards} parts", [redis], Shards),
        ];
        foreach (var masters in s_clusters)
        {
            var cluster = await clusters.StartAsync(workplace, masters);
            candidates.Add(new Candidate($"a cluster of {masters}, {Shards} parts", cluster.Masters, Shards));
        }

        var runs = candidates.ToDictionary(candidate => candidate, _ => new List<AppendRun>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var candidate in candidates)
                runs[candidate].Add(await MeasureAsync(workplace, candidate));
        }

        return new FigureTable(
            "Masters",
            $"""
            {AppendLoad.EventsPerSecond:N0} events/s, one a report, through the whole pipeline of an instance in a process of its own, to Redis servers that keep nothing on disk; all on one machine. Each run begins with another one for warming up.
            *CPU* is what Linux counts for an append: of the instance, of all Redis servers together, and of the one that works most, whose core is the limit. p50 and p99 count from when the append was due. {Rounds} runs in turns; medians, in brackets the highest. Read the CPU: on few cores the latencies are those of whoever has to wait for one.
            """,
            ["", "CPU of the instance", "of Redis", "of the busiest", "p50", "p99"],
            [.. candidates.Select(candidate => Row(candidate.Name, runs[candidate]))]);
    }

    private static async Task<AppendRun> MeasureAsync(Workplace workplace, Candidate candidate)
    {
        // A log keeps the number of its parts, and one that runs with another does not start.
        var prefix = $"m{candidate.Shards}";
        var before = candidate.Servers.Select(server => Machine.CpuSecondsOf(server.ProcessId)).ToList();
        var said = await workplace.RunAsync(
            Environment.ProcessPath!,
            AppendLoad.Verb,
            string.Join(',', candidate.Servers.Select(server => server.ProcessId.ToString(CultureInfo.InvariantCulture))),
            $"--ConnectionStrings:Redis={string.Join(',', candidate.Servers.Select(server => server.ConnectionString))}",
            $"--Redis:KeyPrefix={prefix}",
            $"--Redis:Shards={candidate.Shards}");
        var works = candidate.Servers.Zip(before, (server, then) => Machine.CpuSecondsOf(server.ProcessId) - then).ToList();
        double[] figures = [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ').Select(
            word => double.Parse(word, CultureInfo.InvariantCulture))];
        return figures is [var instance, var redis, var appends, var p50, var p99]
            ? new AppendRun(
                instance * 1_000 / appends, redis * 1_000 / appends, redis * 1_000 / appends * works.Max() / works.Sum(), p50, p99)
            : throw new InvalidOperationException($"The load said '{said}'.");
    }

    private static string[] Row(string name, List<AppendRun> runs) =>
    [
        name,
        Figure(runs, run => run.InstanceMicroseconds, "0", "µs"),
        Figure(runs, run => run.RedisMicroseconds, "0", "µs"),
        Figure(runs, run => run.BusiestMicroseconds, "0", "µs"),
        Figure(runs, run => run.P50, "0.0", "ms"),
        Figure(runs, run => run.P99, "0.0", "ms"),
    ];

    private static string Figure(List<AppendRun> runs, Func<AppendRun, double> of, string format, string unit) =>
        $"{Samples.Median(runs.Select(of)).ToString(format, CultureInfo.InvariantCulture)} {unit} "
        + $"({runs.Max(of).ToString(format, CultureInfo.InvariantCulture)})";

    private sealed record Candidate(string Name, IReadOnlyList<RedisProcess> Servers, int Shards);

    private sealed record AppendRun(
        double InstanceMicroseconds, double RedisMicroseconds, double BusiestMicroseconds, double P50, double P99);

    private sealed class Clusters : IAsyncDisposable
    {
        private readonly List<RedisMasters> _all = [];

        public async Task<RedisMasters> StartAsync(Workplace workplace, int masters)
        {
            _all.Add(await RedisMasters.StartAsync(workplace, masters));
            return _all[^1];
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var cluster in _all)
                await cluster.DisposeAsync();
        }
    }
}
