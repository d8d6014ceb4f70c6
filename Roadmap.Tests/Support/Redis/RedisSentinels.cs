using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>A real master, its replica, and three sentinels that watch them and promote the replica when the master has gone.</summary>
internal sealed class RedisSentinels : IAsyncDisposable
{
    public const string ServiceName = "roadmap-master";

    private readonly TempFolder _folder = new();
    private readonly List<ChildProcess> _processes = [];
    private readonly int[] _ports = [FreePort.Take(), FreePort.Take(), FreePort.Take()];

    private RedisSentinels(RedisServer master, RedisServer replica) => (Master, Replica) = (master, replica);

    /// <summary>As it is at first.</summary>
    public RedisServer Master { get; }

    public RedisServer Replica { get; }

    public string ConnectionString => ConnectionStringOf(ServiceName);

    public string ConnectionStringOf(string serviceName) =>
        $"{string.Join(',', _ports.Select(port => $"127.0.0.1:{port}"))},serviceName={serviceName}";

    public static async Task<RedisSentinels> StartAsync()
    {
        var sentinels = await NotWatchedAsync();
        try
        {
            await sentinels.WatchAsync();
            return sentinels;
        }
        catch
        {
            await sentinels.DisposeAsync();
            throw;
        }
    }

    /// <summary>The sentinels are not there yet: <see cref="WatchAsync"/> starts them.</summary>
    public static async Task<RedisSentinels> NotWatchedAsync()
    {
        var master = await RedisServer.StartAsync("--repl-diskless-sync-delay", "0");
        var replica = RedisServer.NotStarted("--repl-diskless-sync-delay", "0", "--replicaof", $"127.0.0.1 {master.Port}");
        var sentinels = new RedisSentinels(master, replica);
        try
        {
            await replica.StartAgainAsync();
            await sentinels.FollowsAsync();
            return sentinels;
        }
        catch
        {
            await sentinels.DisposeAsync();
            throw;
        }
    }

    public async Task WatchAsync()
    {
        foreach (var port in _ports)
        {
            // A sentinel writes what it learns into its file.
            var file = _folder.File($"sentinel-{port}.conf");
            await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
                port {port}
                bind 127.0.0.1
                dir {Path.GetDirectoryName(file)}
                sentinel monitor {ServiceName} 127.0.0.1 {Master.Port} 2
                sentinel down-after-milliseconds {ServiceName} 2000
                sentinel failover-timeout {ServiceName} 10000

                """));
            _processes.Add(ChildProcess.Start("redis-server", [file, "--sentinel"]));
        }

        await Wait.Eventually("each sentinel knows the replica and the other two", KnowAllAsync, Said);
    }

    /// <summary>A user of the two servers, and one of the same name and password of the sentinels.</summary>
    public async Task AddUserAsync()
    {
        await Master.AddUserAsync();
        await Replica.AddUserAsync();
        foreach (var port in _ports)
            await AskAsync(port, RedisServer.AddingUser("&*", "+@all"));
    }

    /// <summary>From here on the replica gets nothing of what the master acknowledges.</summary>
    public async Task CutReplicaOffAsync()
    {
        Replica.Hang();
        await Master.ExecuteAsync("CLIENT", "KILL", "TYPE", "replica");
    }

    /// <summary>The master dies and the replica, which wakes up if it was cut off, takes its place.</summary>
    public async Task FailOverAsync()
    {
        await Master.KillAsync();
        Replica.Resume();
        await Wait.Eventually("the replica is promoted", () => IsMasterAsync(Replica), Said);
    }

    /// <summary>Lets one take the other's place while both are there.</summary>
    public async Task SwitchAsync(RedisServer from, RedisServer to)
    {
        await from.ReplicatedAsync(to);
        await Wait.Eventually("the sentinels agree to it", async () =>
            (await AskAsync(_ports[0], "SENTINEL", "FAILOVER", ServiceName)).StartsWith("+OK", StringComparison.Ordinal));
        await Wait.Eventually("they have changed places", async () => await IsMasterAsync(to) && await FollowsAsync(from));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await Replica.DisposeAsync();
        await Master.DisposeAsync();
        _folder.Dispose();
    }

    private string Said() => string.Join('\n', _processes.Select(process => process.Said()));

    private Task FollowsAsync() => Wait.Eventually("the replica follows", () => FollowsAsync(Replica));

    private static async Task<bool> FollowsAsync(RedisServer replica) =>
        (await ReplicationOfAsync(replica)).Contains("master_link_status:up", StringComparison.Ordinal);

    private static async Task<bool> IsMasterAsync(RedisServer server) =>
        (await ReplicationOfAsync(server)).Contains("role:master", StringComparison.Ordinal);

    /// <summary>Empty when the connection was cut: a sentinel ends all of a server that it promotes.</summary>
    private static async Task<string> ReplicationOfAsync(RedisServer server)
    {
        try
        {
            return await server.ExecuteAsync("INFO", "replication");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return "";
        }
    }

    private async Task<bool> KnowAllAsync()
    {
        foreach (var port in _ports)
        {
            var known = await AskAsync(port, "SENTINEL", "MASTER", ServiceName);
            if (!Says(known, "num-slaves", 1) || !Says(known, "num-other-sentinels", 2))
                return false;
        }

        return true;
    }

    /// <summary>Empty when it does not listen yet. A sentinel knows no QUIT: what comes after the answer shows its end.</summary>
    private static async Task<string> AskAsync(int port, params string[] command)
    {
        const string End = "+PONG\r\n";
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port).InTime();
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.UTF8.GetBytes(RedisServer.Encode(command) + RedisServer.Encode("PING"))).InTime();
            var (answer, buffer) = ("", new byte[16_384]);
            while (!answer.EndsWith(End, StringComparison.Ordinal))
            {
                var length = await stream.ReadAsync(buffer).InTime(what: $"the sentinel's answer to {string.Join(' ', command)}");
                if (length == 0)
                    return "";
                answer += Encoding.UTF8.GetString(buffer, 0, length);
            }

            return answer[..^End.Length];
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return "";
        }
    }

    private static bool Says(string answer, string name, int number) =>
        answer.Contains($"{name}\r\n$1\r\n{number}\r\n", StringComparison.Ordinal);
}
