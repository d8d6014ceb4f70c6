using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Roadmap.Tests.Support;

/// <summary>What <see cref="Process"/> cannot say to a process. The numbers are Linux's.</summary>
internal static class Signals
{
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    /// <summary>SIGTERM: end in an orderly way.</summary>
    public static void AskToEnd(this Process process) => Send(process, Terminate);

    /// <summary>SIGSTOP: not one instruction more, while sockets and memory stay as they are.</summary>
    public static void Suspend(this Process process) => Send(process, Stop);

    /// <summary>SIGCONT.</summary>
    public static void Resume(this Process process) => Send(process, Continue);

    private static void Send(Process process, int signal)
    {
        if (Kill(process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} did not reach process {process.Id}: error {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
