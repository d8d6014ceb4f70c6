using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Roadmap.Tests.Support;

/// <summary>
/// A real <c>redis-server</c> as a process of its own, on a free port, with its files in a folder that goes with it. It can be killed,
/// stopped for a while, and started again on what it left.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>Of the access list that docs/operations.md gives, once <see cref="AddUserAsync"/> has made it.</summary>
    public const string User = "roadmap-user";

    /// <summary>For the end of a connection string.</summary>
    public const string AsUser = $",user={User},password={UsersPassword}";

    private const string UsersPassword = "hunter2-and-more";

    private readonly TempFolder _folder = new();
    private readonly string[] _options;
    private ChildProcess? _process;
    private bool _isHanging;

    private RedisServer(params string[] options) => _options = options;

    public int Port { get; } = FreePort.Take();

    /// <summary>Whether what is asked of it is answered, sooner or later.</summary>
    public bool Answers => _process is { HasEnded: false } && !_isHanging;

    public string Password { get; init; } = "";

    public string ConnectionString => $"127.0.0.1:{Port}" + (Password.Length > 0 ? $",password={Password}" : "");

    public string TlsConnectionString => $"localhost:{TlsPort},ssl=true,sslHost=localhost,password={Password}";

    public string CertificateFile => _folder.File("certificate.pem");

    /// <summary>The append-only files.</summary>
    public string AppendOnlyFolder => _folder.File("appendonlydir");

    private string KeyFile => _folder.File("key.pem");

    private int TlsPort { get; } = FreePort.Take();

    /// <summary>Its own small log, for when it does not start.</summary>
    private string LogFile => _folder.File("redis.log");

    /// <param name="options">As in redis.conf, after the defaults: nothing is kept on disk.</param>
    public static async Task<RedisServer> StartAsync(params string[] options)
    {
        var server = new RedisServer(options);
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
        var server = new RedisServer("--requirepass", password) { Password = password };
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>
    /// With TLS beside the plain port, and a certificate for <c>localhost</c> that only who trusts <see cref="CertificateFile"/> believes.
    /// </summary>
    public static async Task<RedisServer> StartWithTlsAsync(string password)
    {
        var server = new RedisServer("--requirepass", password) { Password = password };
        await server.MakeCertificateAsync();
        await server.StartAgainAsync(
            "--tls-port", $"{server.TlsPort}", "--tls-cert-file", server.CertificateFile, "--tls-key-file", server.KeyFile,
            "--tls-ca-cert-file", server.CertificateFile,
            "--tls-auth-clients", "no");
        return server;
    }

    /// <summary>A port where nothing listens yet; <see cref="StartAgainAsync"/> starts a server there.</summary>
    public static RedisServer NotStarted(params string[] options) => new(options);

    public async Task StartAgainAsync(params string[] more)
    {
        string[] always = [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Path.GetDirectoryName(LogFile)!, "--save", "", "--logfile", LogFile
        ];
        if (_process is not null)
            await _process.DisposeAsync();
        _process = ChildProcess.Start("redis-server", [.. always, .. _options, .. more]);
        await Wait.Eventually("Redis answers", IsThereAsync, () => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "");
    }

    /// <summary>SIGKILL: what it has not written is gone.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>It accepts connections, and answers nobody.</summary>
    public void Hang()
    {
        _isHanging = true;
        _process!.Send(Signal.Stop);
    }

    public void Resume()
    {
        _isHanging = false;
        _process!.Send(Signal.Continue);
    }

    /// <summary>Runs a command beside the log, on a connection of its own; the answer is as Redis writes it.</summary>
    public Task<string> ExecuteAsync(params string[] command) => SendAsync(Encode(command));

    /// <summary>
    /// Done when a replica has all that this one has now. Once its link is up, a second may pass before it is sent anything.
    /// </summary>
    public async Task ReplicatedAsync(RedisServer replica)
    {
        var offset = await OffsetAsync();
        await Wait.Eventually("the replica has all", async () => await replica.OffsetAsync() >= offset);
    }

    /// <summary>By its own clock, rounded up to a second.</summary>
    public async Task<DateTimeOffset> StartedAtAsync() =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(await InfoAsync("server", "server_time_usec"))
            .AddSeconds(1 - await InfoAsync("server", "uptime_in_seconds"));

    private Task<long> OffsetAsync() => InfoAsync("replication", "master_repl_offset");

    private async Task<long> InfoAsync(string section, string name)
    {
        var line = (await ExecuteAsync("INFO", section))
            .Split("\r\n")
            .Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..]);
    }

    /// <summary>A user who may use the log's keys and channels alone.</summary>
    public Task<string> AddUserAsync() =>
        ExecuteAsync(AddingUser("~roadmap:*", "&roadmap:*", "&roadmap:task:*", "+@all", "-@dangerous", "+info", "+config|get"));

    public static string[] AddingUser(params string[] rules) => ["ACL", "SETUSER", User, "reset", "on", $">{UsersPassword}", .. rules];

    /// <summary>Who the connections of that name belong to.</summary>
    public async Task<IReadOnlyList<string>> UsersAsync(string clientName) =>
    [
        .. (await ExecuteAsync("CLIENT", "LIST")).Split('\n').Select(line => line.Split(' '))
            .Where(fields => fields.Contains($"name={clientName}"))
            .Select(fields => fields.Single(field => field.StartsWith("user=", StringComparison.Ordinal))["user=".Length..]),
    ];

    private async Task<string> SendAsync(string commands)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port).InTime();
        await using var stream = client.GetStream();
        var text = new StringBuilder();
        if (Password.Length > 0)
            text.Append(Encode("AUTH", Password));
        text.Append(commands).Append(Encode("QUIT"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString())).InTime();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().InTime(what: $"Redis' answer to {commands}");
    }

    /// <summary>Publishes as a worker does, all over one connection, and returns how many instances heard each message.</summary>
    public async Task<IReadOnlyList<int>> PublishAsync(params IEnumerable<(string Channel, string Message)> messages)
    {
        var text = string.Concat(messages.Select(message => Encode("PUBLISH", message.Channel, message.Message)));
        var answer = await SendAsync(text);
        return [.. answer.Split("\r\n").Where(line => line.StartsWith(':')).Select(line => int.Parse(line[1..]))];
    }

    public void DeleteFiles() => Directory.Delete(AppendOnlyFolder, recursive: true);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>As Redis takes it.</summary>
    public static string Encode(params string[] command) =>
        $"*{command.Length}\r\n" + string.Concat(command.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));

    private Task MakeCertificateAsync() => ChildProcess.SucceedAsync("openssl",
        [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout", KeyFile, "-out", CertificateFile,
        ]);

    private async Task<bool> IsThereAsync()
    {
        if (_process!.HasEnded)
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
}
