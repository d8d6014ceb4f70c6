using Roadmap.Tests.EventLog.Sqlite;
using Xunit.Runner.InProc.SystemConsole;

namespace Roadmap.Tests;

/// <summary>Runs the tests, or is a process that one of them kills.</summary>
internal static class TestProgram
{
    public static Task<int> Main(string[] args) =>
        args is [CrashingReporter.Command, var path, var round] ? CrashingReporter.RunAsync(path, round) : ConsoleRunner.Run(args);
}
