using System.Diagnostics;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Running;

/// <summary>Another program, whose output goes through untouched, and is looked at on its way.</summary>
internal sealed class ChildCommand : IDisposable
{
    /// <summary>What the program has left running may hold its output open: it is not waited for when it says nothing.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly ProgressLines _errors;
    private readonly Task _passing;
    private readonly ITimer _killing;
    private long _readAt = TimeProvider.System.GetTimestamp();
    private int _writing;
    private int _isAsked;

    private ChildCommand(Process process, Output output, Action<OutputProgress> found)
    {
        _process = process;
        _errors = new ProgressLines(found);
        _killing = TimeProvider.System.CreateTimer(_ => Kill(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _passing = Task.WhenAll(
            PassAsync(process.StandardOutput.BaseStream, output.Stream, new ProgressLines(found)),
            PassAsync(process.StandardError.BaseStream, Console.OpenStandardError(), _errors));
    }

    /// <summary>Whether it was asked to end.</summary>
    public bool IsAskedToEnd => Volatile.Read(ref _isAsked) != 0;

    /// <summary>The last line that it wrote as an error.</summary>
    public string LastError => _errors.LastLine;

    /// <param name="command">The program and its arguments, each as it gets it.</param>
    /// <param name="output">Where its output goes.</param>
    /// <param name="found">Called with each progress that is found in its output.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program, or it cannot be started.</exception>
    public static ChildCommand Start(IReadOnlyList<string> command, Output output, Action<OutputProgress> found)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return new ChildCommand(Process.Start(start)!, output, found);
    }

    /// <summary>Asks it and all that it has started to end, and ends them when they have not after a while.</summary>
    public void AskToEnd(TimeSpan killAfter)
    {
        if (Interlocked.Exchange(ref _isAsked, 1) != 0 || _process.HasExited)
            return;
        if (OperatingSystem.IsWindows())
            Kill();
        else
            ProcessTree.AskToEnd(_process.Id);
        _killing.Change(killAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for its end, and until all that it wrote has gone through; returns its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync();
        await _killing.DisposeAsync();
        while (!_passing.IsCompleted && !IsQuiet())
            await Task.WhenAny(_passing, Task.Delay(s_look, TimeProvider.System));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _killing.Dispose();
        _process.Dispose();
    }

    private bool IsQuiet() =>
        Volatile.Read(ref _writing) == 0 && TimeProvider.System.GetElapsedTime(Volatile.Read(ref _readAt)) >= s_quiet;

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private async Task PassAsync(Stream from, Stream to, ProgressLines lines)
    {
        var buffer = new byte[32 * 1024];
        int count;
        try
        {
            while ((count = await from.ReadAsync(buffer)) > 0)
            {
                Volatile.Write(ref _readAt, TimeProvider.System.GetTimestamp());
                Interlocked.Increment(ref _writing);
                await to.WriteAsync(buffer.AsMemory(0, count));
                await to.FlushAsync();
                Interlocked.Decrement(ref _writing);
                Volatile.Write(ref _readAt, TimeProvider.System.GetTimestamp());
                lines.Take(buffer.AsSpan(0, count));
            }
        }
        catch (IOException)
        {
            // Nobody reads it any more: the program is told so, as it would be without this one in between.
            Interlocked.Exchange(ref _writing, 0);
            await from.DisposeAsync();
        }

        lines.End();
    }
}
