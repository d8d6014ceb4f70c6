using System.Diagnostics;

namespace Roadmap.Benchmarks.FanOut;

/// <summary>This program once more, or another, as a process of its own that does one part of a measurement.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>What the process said when it was ready.</summary>
    public string Greeting { get; private set; } = "";

    /// <summary>Seconds of processor time, user and system, of all threads so far; Linux counts hundredths.</summary>
    public double CpuSeconds => Machine.CpuSecondsOf(_process.Id);

    /// <summary>What Linux counts as this process's memory that is not swapped out.</summary>
    public long ResidentBytes => Machine.ResidentBytesOf(_process.Id);

    public static async Task<ChildProcess> StartAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        var child = new ChildProcess(Process.Start(start)!);
        try
        {
            child.Greeting = await child.ReadAsync(string.Join(' ', arguments));
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public async Task<string> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        return await ReadAsync(question);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> ReadAsync(string question)
    {
        using var patience = new CancellationTokenSource(s_patience, TimeProvider.System);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(Conversation.Answered, StringComparison.Ordinal))
                return line[Conversation.Answered.Length..];
            if (line.StartsWith(Conversation.Failed, StringComparison.Ordinal))
                throw new InvalidOperationException($"'{question}' failed: {line[Conversation.Failed.Length..]}");
            await Console.Error.WriteLineAsync(line);
        }

        throw new InvalidOperationException($"The process ended at '{question}'.");
    }
}
