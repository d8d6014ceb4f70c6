using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>One instance of the published program, on a port that it chose for itself.</summary>
internal sealed class PublishedServer : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const int ErrorsKept = 200;

    private readonly ChildProcess _process;
    private readonly Lock _outputLock = new();
    private readonly List<string> _errors = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _errorFollows;

    private PublishedServer(PublishedProgram program, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Auth__Mode"] = "None",
        };
        foreach (var (name, value) in settings)
            environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process = ChildProcess.Start(program.File, [], environment, Hear);
    }

    public Uri Address => _address.Task.Result;

    /// <summary>What it logged as an error.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_outputLock)
                return [.. _errors];
        }
    }

    /// <summary>The memory that it occupies, in bytes.</summary>
    public long ResidentBytes => _process.ResidentBytes;

    /// <summary>Starts an instance with settings by their names (<c>Storage:Path</c>), and returns it when it is ready to serve.</summary>
    public static async Task<PublishedServer> StartAsync(PublishedProgram program, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var server = new PublishedServer(program, settings);
        try
        {
            await Wait.Eventually("the server listens", () => server._address.Task.IsCompleted || server.HasEnded(), server.Output);
            using var http = new HttpClient { BaseAddress = server.Address, Timeout = Wait.Patience };
            await Wait.Eventually("the server is ready", async () => server.HasEnded() || await IsReadyAsync(http), server.Output);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: nothing is said or written any more.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM, and the end of the process.</summary>
    public async Task StopAsync()
    {
        _process.Send(Signal.Terminate);
        await _process.EndedAsync();
    }

    public void Suspend() => _process.Send(Signal.Stop);

    public void Resume() => _process.Send(Signal.Continue);

    /// <summary>The last lines that it wrote.</summary>
    public string Output() => _process.Said();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(Routes.HealthReady);
        return answer.IsSuccessStatusCode;
    }

    private bool HasEnded() =>
        _process.HasEnded ? throw new InvalidOperationException($"The server ended with {_process.ExitCode}. {Output()}") : false;

    private void Hear(string line)
    {
        TokenSearch.OfAll.Look("output", line);
        lock (_outputLock)
        {
            // The console logger writes the level and the category on one line, and the message on the next.
            if (_errorFollows && _errors.Count < ErrorsKept)
                _errors.Add(line.Trim());
            _errorFollows = line.StartsWith("fail: ", StringComparison.Ordinal) || line.StartsWith("crit: ", StringComparison.Ordinal);
        }

        var listening = line.IndexOf(Listening, StringComparison.Ordinal);
        if (listening >= 0)
            _address.TrySetResult(new Uri(line[(listening + Listening.Length)..]));
    }
}
