using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Roadmap.Tests.Support;

/// <summary>What can be said to a process. The numbers are Linux's.</summary>
public enum Signal
{
    /// <summary>As Ctrl+C.</summary>
    Interrupt = 2,

    /// <summary>End in an orderly way.</summary>
    Terminate = 15,

    Continue = 18,

    /// <summary>Not one instruction more, while sockets and memory stay as they are.</summary>
    Stop = 19,
}

internal static class Signals
{
    /// <summary>Does not wait for what comes of it.</summary>
    public static void Send(this Process process, Signal signal)
    {
        if (Kill(process.Id, (int)signal) != 0)
            throw new InvalidOperationException($"{signal} did not reach process {process.Id}: error {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
