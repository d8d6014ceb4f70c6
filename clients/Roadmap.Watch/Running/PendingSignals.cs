using System.Runtime.InteropServices;

namespace Roadmap.Watch.Running;

/// <summary>
/// Signals are told one after the other, on other threads, some time after they came: a command that Ctrl+C has ended may be gone before
/// this program has heard of it.
/// </summary>
internal static class PendingSignals
{
    /// <summary>SIGWINCH, on Linux and on macOS: it has no effect of its own.</summary>
    private const int WindowChanged = 28;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <summary>Done when those that came before this call are told: one more has gone the same way.</summary>
    public static async Task HeardAsync()
    {
        if (OperatingSystem.IsWindows())
            return;
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var last = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => heard.TrySetResult());
        ProcessTree.Send(Environment.ProcessId, WindowChanged);
        await heard.Task.WaitAsync(s_limit, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
