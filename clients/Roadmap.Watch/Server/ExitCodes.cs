namespace Roadmap.Watch.Server;

/// <summary>What the program's end says.</summary>
internal static class ExitCodes
{
    /// <summary>What was asked for was done; of a task: it is completed.</summary>
    public const int Completed = 0;

    /// <summary>The task failed or was cancelled, or the server refused what was asked for.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The server cannot be reached, or is none.</summary>
    public const int Unreachable = 3;

    /// <summary>The command to run may not be run, as shells say it.</summary>
    public const int CommandNotExecutable = 126;

    /// <summary>There is no such command to run, as shells say it.</summary>
    public const int CommandNotFound = 127;

    /// <summary>Nobody reads the output any more: what a shell calls the end by SIGPIPE.</summary>
    public const int OutputClosed = SignalBase + 13;

    /// <summary>A signal's own number is added to it: Ctrl+C makes 130.</summary>
    public const int SignalBase = 128;
}
