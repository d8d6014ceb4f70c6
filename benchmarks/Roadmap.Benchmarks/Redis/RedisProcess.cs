using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Roadmap.Benchmarks.Redis;

/// <summary>A <c>redis-server</c> of its own, in memory only, and the programs that come with it.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private const int Tries = 100;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _server;
    private readonly Workplace _workplace;
    private readonly int _port;

    private RedisProcess(Process server, Workplace workplace, int port) => (_server, _workplace, _port) = (server, workplace, port);

    public string ConnectionString => $"127.0.0.1:{_port}";

    public int Port => _port;

    public int ProcessId => _server.Id;

    public static async Task<RedisProcess> StartAsync(Workplace workplace, params IEnumerable<string> more)
    {
        var port = FreePort();
        string[] options = ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", workplace.Folder,
            "--logfile", workplace.NewPath("redis.log"), .. more];
        var redis = new RedisProcess(
            Process.Start(new ProcessStartInfo("redis-server", options) { UseShellExecute = false })!, workplace, port);
        for (var i = 0; i < Tries; i++)
        {
            if (await redis.IsThereAsync())
                return redis;
            await Task.Delay(s_pause, TimeProvider.System);
        }

        await redis.DisposeAsync();
        throw new TimeoutException("redis-server did not answer.");
    }

    /// <summary>Runs a command and returns its plain answer.</summary>
    public async Task<string> AskAsync(params IEnumerable<string> command) =>
        (await _workplace.RunAsync("redis-cli", ["-p", $"{_port}", "--raw", .. command])).TrimEnd('\n');

    /// <summary>Runs <c>redis-benchmark</c> and returns what it printed.</summary>
    public Task<string> BenchmarkAsync(params IEnumerable<string> arguments) =>
        _workplace.RunAsync("redis-benchmark", ["-h", "127.0.0.1", "-p", $"{_port}", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
    }

    private async Task<bool> IsThereAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
