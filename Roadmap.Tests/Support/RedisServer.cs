using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>
/// A real <c>redis-server</c> as a process of its own, on a free port, with its files in a folder that goes with it. It can be killed, stopped for a
/// while, and started again on what it left.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string[] _options;
    private Process? _process;

    private RedisServer(string[] options, int? port)
    {
        _options = options;
        Port = port ?? FreePort();
    }

    public int Port { get; }

    public string Password { get; init; } = "";

    public string ConnectionString => $"127.0.0.1:{Port}" + (Password.Length > 0 ? $",password={Password}" : "");

    /// <summary>The append-only files, oldest base first.</summary>
    public string AppendOnlyFolder => _folder.File("appendonlydir");

    /// <summary>Its own small log, for when it does not start.</summary>
    private string LogFile => _folder.File("redis.log");

    /// <param name="options">As in redis.conf, after the defaults: nothing is kept on disk.</param>
    public static async Task<RedisServer> StartAsync(params string[] options)
    {
        var server = new RedisServer(options, port: null);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>With an append-only file that is synced so often: <c>always</c> or <c>everysec</c>.</summary>
    public static Task<RedisServer> StartWithFileAsync(string sync) => StartAsync("--appendonly", "yes", "--appendfsync", sync);

    public static async Task<RedisServer> StartWithPasswordAsync(string password)
    {
        var server = new RedisServer(["--requirepass", password], port: null) { Password = password };
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A port where nothing listens yet; <see cref="StartAgainAsync"/> starts a server there.</summary>
    public static RedisServer NotStarted(params string[] options) => new(options, port: null);

    public async Task StartAgainAsync(params string[] more)
    {
        var start = new ProcessStartInfo("redis-server") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] always = ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Path.GetDirectoryName(LogFile)!, "--save", "", "--logfile", LogFile];
        foreach (var argument in always.Concat(_options).Concat(more))
            start.ArgumentList.Add(argument);
        _process?.Dispose();
        _process = Process.Start(start)!;
        await Wait.Eventually("Redis answers", IsThereAsync, () => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "");
    }

    /// <summary>SIGKILL: what it has not written is gone.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>It accepts connections, and answers nobody.</summary>
    public Task HangAsync() => SignalAsync("STOP");

    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Runs a command beside the log, on a connection of its own; the answer is as Redis writes it.</summary>
    public async Task<string> ExecuteAsync(params string[] command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        await using var stream = client.GetStream();
        var text = new StringBuilder();
        if (Password.Length > 0)
            text.Append(Encode("AUTH", Password));
        text.Append(Encode(command)).Append(Encode("QUIT"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    public void DeleteFiles() => Directory.Delete(AppendOnlyFolder, recursive: true);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        _folder.Dispose();
    }

    private static string Encode(params string[] command) =>
        $"*{command.Length}\r\n" + string.Concat(command.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    private async Task<bool> IsThereAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"redis-server ended with {_process.ExitCode}. {await File.ReadAllTextAsync(LogFile)}");
        try
        {
            return (await ExecuteAsync("PING")).Contains("PONG", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
