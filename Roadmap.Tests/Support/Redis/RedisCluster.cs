using System.Globalization;

namespace Roadmap.Tests.Support;

/// <summary>A real Redis Cluster on this machine: three masters with a third of the slots each, and a replica of the last.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16_384;

    private readonly List<Node> _nodes = [];

    public IReadOnlyList<RedisServer> Masters => [.. _nodes.Take(3).Select(node => node.Server)];

    /// <summary>The masters, and the replica.</summary>
    public IReadOnlyList<RedisServer> Servers => [.. _nodes.Select(node => node.Server)];

    public string ConnectionString => string.Join(',', _nodes.Select(node => node.Server.ConnectionString));

    public static async Task<RedisCluster> StartAsync()
    {
        var cluster = new RedisCluster();
        try
        {
            for (var i = 0; i < 4; i++)
                cluster._nodes.Add(await Node.StartAsync());
            await cluster.FormAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Which of the masters has a slot when nothing was moved.</summary>
    public static int MasterOf(int slot) => Enumerable.Range(0, 3).Last(master => FirstSlotOf(master) <= slot);

    /// <summary>As <c>redis-cli --cluster reshard</c> does it, so many keys at a time.</summary>
    public async Task MoveAsync(int slot, int from, int to)
    {
        var (source, target) = (_nodes[from], _nodes[to]);
        await target.Server.ExecuteAsync("CLUSTER", "SETSLOT", $"{slot}", "IMPORTING", source.Id);
        await source.Server.ExecuteAsync("CLUSTER", "SETSLOT", $"{slot}", "MIGRATING", target.Id);
        while (KeysIn(await source.Server.ExecuteAsync("CLUSTER", "GETKEYSINSLOT", $"{slot}", "2")) is { Length: > 0 } keys)
            await source.Server.ExecuteAsync(["MIGRATE", "127.0.0.1", $"{target.Server.Port}", "", "0", "5000", "KEYS", .. keys]);
        foreach (var node in new[] { target, source }.Concat(_nodes.Take(3)).Distinct())
            await node.Server.ExecuteAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", target.Id);
    }

    /// <summary>Done when the replica has all that its master has.</summary>
    public Task ReplicatedAsync() => _nodes[2].Server.ReplicatedAsync(_nodes[3].Server);

    /// <summary>The replica takes the place of its master, which becomes its replica.</summary>
    public Task PromoteAsync() => Wait.Eventually("the replica is the master", async () =>
        (await _nodes[3].Server.ExecuteAsync("CLUSTER", "FAILOVER", "TAKEOVER")).StartsWith("+OK", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.Server.DisposeAsync();
    }

    private async Task FormAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            await _nodes[i].Server.ExecuteAsync("CLUSTER", "SET-CONFIG-EPOCH", $"{i + 1}");
            await _nodes[i].Server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", $"{FirstSlotOf(i)}", $"{FirstSlotOf(i + 1) - 1}");
        }

        foreach (var node in _nodes.Skip(1))
            await _nodes[0].Server.ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", $"{node.Server.Port}", $"{node.BusPort}");
        await Wait.Eventually("all know each other", async () =>
            (await Task.WhenAll(_nodes.Select(node => node.Server.ExecuteAsync("CLUSTER", "INFO")))).All(
                info => info.Contains("cluster_state:ok", StringComparison.Ordinal)
                    && info.Contains("cluster_known_nodes:4", StringComparison.Ordinal)));
        await Wait.Eventually("the replica knows its master", async () =>
            (await _nodes[3].Server.ExecuteAsync("CLUSTER", "REPLICATE", _nodes[2].Id)).StartsWith("+OK", StringComparison.Ordinal));
        await Wait.Eventually("the replica follows", async () =>
            (await _nodes[3].Server.ExecuteAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal));
    }

    private static int FirstSlotOf(int master) => Slots * master / 3;

    private static string[] KeysIn(string reply) =>
        [.. reply.Split("\r\n").Where(line => line.StartsWith("roadmap", StringComparison.Ordinal))];

    private sealed record Node(RedisServer Server, int BusPort, string Id)
    {
        public static async Task<Node> StartAsync()
        {
            var busPort = FreePort.Take();
            var server = await RedisServer.StartAsync(
                "--cluster-enabled", "yes", "--cluster-port", busPort.ToString(CultureInfo.InvariantCulture),
                "--cluster-node-timeout", "1000",
                "--cluster-replica-validity-factor", "0", "--cluster-require-full-coverage", "no", "--repl-diskless-sync-delay", "0");
            return new Node(server, busPort, (await server.ExecuteAsync("CLUSTER", "MYID")).Split("\r\n")[1]);
        }
    }
}
