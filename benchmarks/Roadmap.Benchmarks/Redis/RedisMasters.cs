namespace Roadmap.Benchmarks.Redis;

/// <summary>A Redis Cluster of masters alone, each with as many slots as the others.</summary>
internal sealed class RedisMasters : IAsyncDisposable
{
    private const int Slots = 16_384;
    private const int Tries = 200;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly List<RedisProcess> _masters = [];

    private RedisMasters()
    {
    }

    public IReadOnlyList<RedisProcess> Masters => _masters;

    public static async Task<RedisMasters> StartAsync(Workplace workplace, int count)
    {
        var cluster = new RedisMasters();
        for (var i = 0; i < count; i++)
        {
            var master = await RedisProcess.StartAsync(
                workplace, "--cluster-enabled", "yes", "--cluster-config-file", workplace.NewPath("nodes.conf"), "--cluster-port",
                $"{RedisProcess.FreePort()}");
            cluster._masters.Add(master);
            await master.AskAsync("CLUSTER", "ADDSLOTSRANGE", $"{Slots * i / count}", $"{(Slots * (i + 1) / count) - 1}");
        }

        foreach (var other in cluster._masters.Skip(1))
        {
            var busPort = (await other.AskAsync("CONFIG", "GET", "cluster-port")).Split('\n')[^1];
            await cluster._masters[0].AskAsync("CLUSTER", "MEET", "127.0.0.1", $"{other.Port}", busPort);
        }

        for (var i = 0; i < Tries; i++)
        {
            if ((await Task.WhenAll(cluster._masters.Select(master => master.AskAsync("CLUSTER", "INFO")))).All(
                info => info.Contains("cluster_state:ok", StringComparison.Ordinal)
                    && info.Contains($"cluster_known_nodes:{count}", StringComparison.Ordinal)))
            {
                return cluster;
            }

            await Task.Delay(s_pause, TimeProvider.System);
        }

        await cluster.DisposeAsync();
        throw new TimeoutException("The masters did not become a cluster.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var master in _masters)
            await master.DisposeAsync();
    }
}
