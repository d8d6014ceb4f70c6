using System.Diagnostics;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>One instance of the published program, on a port that it chose for itself.</summary>
internal sealed class PublishedServer : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const int LinesKept = 200;

    private readonly Process _process;
    private readonly Lock _outputLock = new();
    private readonly Queue<string> _output = new();
    private readonly List<string> _errors = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _errorFollows;

    private PublishedServer(PublishedProgram program, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var start = new ProcessStartInfo(program.File) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["Urls"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
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
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

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
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the end of the process.</summary>
    public async Task StopAsync()
    {
        _process.AskToEnd();
        await Wait.Eventually("the server ends after SIGTERM", () => _process.HasExited, Output);
    }

    public void Suspend() => _process.Suspend();

    public void Resume() => _process.Resume();

    /// <summary>The last lines that it wrote.</summary>
    public string Output()
    {
        lock (_outputLock)
            return string.Join('\n', _output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(Routes.HealthReady);
        return answer.IsSuccessStatusCode;
    }

    private bool HasEnded() => _process.HasExited ? throw new InvalidOperationException($"The server ended with {_process.ExitCode}. {Output()}") : false;

    private void Remember(string? line)
    {
        if (line is null)
            return;
        lock (_outputLock)
        {
            _output.Enqueue(line);
            if (_output.Count > LinesKept)
                _output.Dequeue();
            // The console logger writes the level and the category on one line, and the message on the next.
            if (_errorFollows && _errors.Count < LinesKept)
                _errors.Add(line.Trim());
            _errorFollows = line.StartsWith("fail: ", StringComparison.Ordinal) || line.StartsWith("crit: ", StringComparison.Ordinal);
        }

        var listening = line.IndexOf(Listening, StringComparison.Ordinal);
        if (listening >= 0)
            _address.TrySetResult(new Uri(line[(listening + Listening.Length)..]));
    }
}
