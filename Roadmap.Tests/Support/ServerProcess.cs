using System.Diagnostics;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>The built program as a process of its own, on a free port of this machine. It can be killed, and started again on what it left.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "Roadmap.Api.dll");

    /// <summary>Kestrel's heartbeat was late: that is the machine's fault.</summary>
    private const string OfBusyMachine = "warn: Microsoft.AspNetCore.Server.Kestrel[22]";

    private static readonly string[] s_complaintsBegin = ["warn: ", "fail: ", "crit: ", "Unhandled exception"];

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Wait.Patience };
    private readonly Lock _outputLock = new();
    private readonly Queue<string> _output = new();
    private readonly List<string> _complaints = [];
    private readonly IEnumerable<string> _settings;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private Process? _process;

    private ServerProcess(IEnumerable<string> settings, IReadOnlyDictionary<string, string> environment)
    {
        _settings = settings;
        _environment = environment;
        Address = new Uri($"http://127.0.0.1:{FreePort.Take()}");
        _http.BaseAddress = Address;
    }

    public Uri Address { get; }

    public Uri HubUrl => new(Address, Routes.Hub);

    public HttpClient Http => _http;

    /// <summary>What the server said at warning or above, over all its starts: category and sentence of each.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_outputLock)
                return [.. _complaints];
        }
    }

    /// <summary>Those of them that are no warnings. On a busy machine a call to Redis may take longer than it has, which is warned of and made good.</summary>
    public IEnumerable<string> Errors => Complaints.Where(complaint => !complaint.StartsWith("warn: ", StringComparison.Ordinal));

    /// <param name="pace">Of the outline generator.</param>
    /// <param name="settings">As on a command line: <c>--Draining:Period=00:00:01</c>.</param>
    public static Task<ServerProcess> StartAsync(TimeSpan pace, params IEnumerable<string> settings) => StartAsync(pace, new Dictionary<string, string>(StringComparer.Ordinal), settings);

    /// <param name="environment">Beside what the process inherits.</param>
    /// <inheritdoc cref="StartAsync(TimeSpan, IEnumerable{string})"/>
    public static async Task<ServerProcess> StartAsync(TimeSpan pace, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> settings)
    {
        var server = new ServerProcess(settings, environment);
        try
        {
            await server.StartAgainAsync(pace);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAgainAsync(TimeSpan pace)
    {
        var start = new ProcessStartInfo("dotnet", [s_program, .. _settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment =
            {
                ["Urls"] = Address.OriginalString,
                ["Storage__Path"] = _folder.File("roadmap.db"),
                ["Generation__Pace"] = pace.ToString("c"),
            },
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Wait.Eventually("the server is ready", IsReadyAsync, Output);
    }

    /// <summary>SIGKILL: nothing is said or written any more.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal, such as <c>TERM</c>, and does not wait for what comes of it.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {_process!.Id}"]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    /// <summary>Waits until the process has ended by itself, and returns its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        try
        {
            // Waits for the end of its output, too.
            await _process!.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The server did not end within {Wait.Patience.TotalSeconds} s. {Output()}", e);
        }

        return _process.ExitCode;
    }

    public Task<string> GetAsync(string path) => _http.GetStringAsync(path);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"The server ended with {_process.ExitCode}. {Output()}");
        try
        {
            using var answer = await _http.GetAsync(Routes.HealthReady);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Remember(string? line)
    {
        lock (_outputLock)
        {
            // Its sentence stands on the line after its category.
            if (_complaints.Count > 0 && _complaints[^1].EndsWith(']'))
                _complaints[^1] += line;
            if (IsComplaint(line))
                _complaints.Add(line!);
            _output.Enqueue(line ?? "");
            if (_output.Count > 100)
                _output.Dequeue();
        }
    }

    private static bool IsComplaint(string? line) =>
        line is not null && s_complaintsBegin.Any(begin => line.StartsWith(begin, StringComparison.Ordinal)) && !line.StartsWith(OfBusyMachine, StringComparison.Ordinal);

    private string Output()
    {
        lock (_outputLock)
            return string.Join('\n', _output);
    }
}
