using Roadmap.Tests.EventLog.Sqlite;
using Roadmap.Tests.Generation.Outline.Guides;
using Xunit.Runner.InProc.SystemConsole;

namespace Roadmap.Tests;

/// <summary>Runs the tests, or is a process that one of them starts.</summary>
internal static class TestProgram
{
    public static Task<int> Main(string[] args) => args switch
    {
        [CrashingReporter.Command, var path, var round] => CrashingReporter.RunAsync(path, round),
        [CSharpProgram.Command, var folder] => CSharpProgram.RunAsync(folder),
        _ => ConsoleRunner.Run(args),
    };
}
