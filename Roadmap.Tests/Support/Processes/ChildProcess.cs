using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Roadmap.Tests.Support;

/// <summary>
/// Another program. Both its streams are read all the time, so that it never waits for a reader; nothing waits for it without a limit; and
/// it ends, with all that it has started, when it is disposed of.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 200;

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Lock _changing = new();
    private readonly Queue<string> _said = new();
    private readonly Process _process;
    private readonly Action<string>? _hear;

    private ChildProcess(ProcessStartInfo start, Action<string>? hear)
    {
        _hear = hear;
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{start.FileName} was not found: test.sh says what the tests need, and installs it.", e);
        }

        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasEnded => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The memory that it occupies, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <param name="program">A file, or a name that is looked for as the shell does.</param>
    /// <param name="arguments">Each as the program gets it.</param>
    /// <param name="environment">Beside what the process inherits.</param>
    /// <param name="hear">Called with every line of either stream, as it comes.</param>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, Action<string>? hear = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        return new ChildProcess(start, hear);
    }

    /// <summary>Runs a program to its end, and returns its exit code and the lines of its output.</summary>
    public static async Task<(int ExitCode, string[] Lines)> RunAsync(string program, params IEnumerable<string> arguments)
    {
        await using var process = Start(program, arguments);
        var exitCode = await process.EndedAsync();
        return (exitCode, await process.RestAsync());
    }

    /// <summary>Runs a program that must not fail.</summary>
    public static async Task SucceedAsync(string program, params IEnumerable<string> arguments)
    {
        await using var process = Start(program, arguments);
        (await process.EndedAsync()).ShouldBe(0, process.Said());
    }

    /// <summary>Writes a line that it reads.</summary>
    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line).InTime(Said);
        await _process.StandardInput.FlushAsync().InTime(Said);
    }

    /// <summary>It has no more to read.</summary>
    public void SayNoMore()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, with something unread.
        }
    }

    /// <summary>The next line of its output.</summary>
    /// <exception cref="InvalidOperationException">There is none: it has ended.</exception>
    public async Task<string> NextLineAsync()
    {
        try
        {
            return await _lines.Reader.ReadAsync().InTime(Said, "the next line of the program");
        }
        catch (ChannelClosedException e)
        {
            throw new InvalidOperationException($"The program ended. It said: {Said()}", e);
        }
    }

    /// <summary>All lines of its output that are not read yet, once it has ended.</summary>
    public async Task<string[]> RestAsync()
    {
        List<string> rest = [];
        while (await _lines.Reader.WaitToReadAsync().InTime(Said, "the rest of what the program writes"))
        {
            while (_lines.Reader.TryRead(out var line))
                rest.Add(line);
        }

        return [.. rest];
    }

    /// <summary>Waits until it has ended by itself, and all that it wrote is here; returns its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().InTime(Said, "the end of the program");
        return _process.ExitCode;
    }

    /// <summary>Gives it some time to end by itself, if it likes.</summary>
    public async Task MayEndAsync(TimeSpan within)
    {
        using var over = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            // It did not.
        }
    }

    /// <summary>SIGKILL to it and to all that it has started: nothing is said or written any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await EndedAsync();
    }

    /// <inheritdoc cref="Signals.Send"/>
    public void Send(Signal signal) => _process.Send(signal);

    /// <summary>The last lines that it wrote, of either stream.</summary>
    public string Said()
    {
        lock (_changing)
            return string.Join('\n', _said);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            _lines.Writer.TryComplete();
        else
            _lines.Writer.TryWrite(line);
        Remember(line);
    }

    private void Remember(string? line)
    {
        if (line is null)
            return;
        lock (_changing)
        {
            _said.Enqueue(line);
            if (_said.Count > LinesKept)
                _said.Dequeue();
        }

        _hear?.Invoke(line);
    }
}
