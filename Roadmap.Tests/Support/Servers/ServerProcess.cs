using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>
/// The built program as a process of its own, on a free port of this machine. It can be killed, and started again on what it left.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "Roadmap.Api.dll");

    /// <summary>Kestrel's heartbeat was late: that is the machine's fault.</summary>
    private const string OfBusyMachine = "warn: Microsoft.AspNetCore.Server.Kestrel[22]";

    /// <summary>That there is no authentication, which is said at every start.</summary>
    private const string OfOpenServer = "warn: Roadmap.Api.Access.AuthNotice[";

    private static readonly string[] s_complaintsBegin = ["warn: ", "fail: ", "crit: ", "Unhandled exception"];

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Wait.Patience };
    private readonly Lock _outputLock = new();
    private readonly List<string> _complaints = [];
    private readonly IEnumerable<string> _settings;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private ChildProcess? _process;

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

    /// <summary>
    /// Those of them that are no warnings. On a busy machine a call to Redis may take longer than it has, which is warned of and made good.
    /// </summary>
    public IEnumerable<string> Errors => Complaints.Where(complaint => !complaint.StartsWith("warn: ", StringComparison.Ordinal));

    /// <param name="pace">Of the outline generator.</param>
    /// <param name="settings">As on a command line: <c>--Draining:Period=00:00:01</c>.</param>
    public static Task<ServerProcess> StartAsync(TimeSpan pace, params IEnumerable<string> settings) =>
        StartAsync(pace, new Dictionary<string, string>(StringComparer.Ordinal), settings);

    /// <param name="environment">Beside what the process inherits.</param>
    /// <inheritdoc cref="StartAsync(TimeSpan, IEnumerable{string})"/>
    public static async Task<ServerProcess> StartAsync(
        TimeSpan pace, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> settings)
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
        var environment = new Dictionary<string, string>(_environment, StringComparer.Ordinal)
        {
            ["Urls"] = Address.OriginalString,
            ["Auth__Mode"] = "None",
            ["Storage__Path"] = _folder.File("roadmap.db"),
            ["Generation__Pace"] = pace.ToString("c"),
        };
        if (_process is not null)
            await _process.DisposeAsync();
        _process = ChildProcess.Start("dotnet", [s_program, .. _settings], environment, Hear);
        await Wait.Eventually("the server is ready", IsReadyAsync, _process.Said);
    }

    /// <summary>SIGKILL: nothing is said or written any more.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <inheritdoc cref="Signals.Send"/>
    public void Send(Signal signal) => _process!.Send(signal);

    /// <summary>Waits until the process has ended by itself, and returns its exit code.</summary>
    public Task<int> EndedAsync() => _process!.EndedAsync();

    /// <inheritdoc cref="ChildProcess.Said"/>
    public string Said() => _process!.Said();

    public Task<string> GetAsync(string path) => _http.GetStringAsync(path);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasEnded)
            throw new InvalidOperationException($"The server ended with {_process.ExitCode}. {_process.Said()}");
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

    private void Hear(string line)
    {
        TokenSearch.OfAll.Look("output", line);
        lock (_outputLock)
        {
            // Its sentence stands on the line after its category.
            if (_complaints.Count > 0 && _complaints[^1].EndsWith(']'))
                _complaints[^1] += line;
            if (IsComplaint(line))
                _complaints.Add(line);
        }
    }

    private static bool IsComplaint(string line) =>
        s_complaintsBegin.Any(begin => line.StartsWith(begin, StringComparison.Ordinal))
        && !line.StartsWith(OfBusyMachine, StringComparison.Ordinal) && !line.StartsWith(OfOpenServer, StringComparison.Ordinal);
}
