using System.Reflection;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Terminal;

/// <summary>The <c>roadmap</c> command, as a process.</summary>
internal static class Tool
{
    private static readonly string s_program =
        typeof(Tool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Tool").Value!;

    /// <summary>What it is started by, as a shell would be told.</summary>
    public static string CommandLine { get; } = $"dotnet '{s_program}'";

    public static ChildProcess Start(Uri server, params IEnumerable<string> arguments) =>
        ChildProcess.Start("dotnet", [s_program, .. arguments], EnvironmentFor(server));

    /// <summary>Runs it to its end.</summary>
    public static async Task<ToolRun> RunAsync(Uri server, params IEnumerable<string> arguments)
    {
        await using var process = Start(server, arguments);
        process.SayNoMore();
        var code = await process.EndedAsync();
        return new ToolRun(code, await process.RestAsync(), process.Said());
    }

    public static Dictionary<string, string> EnvironmentFor(Uri server) => new(StringComparer.Ordinal)
    {
        ["ROADMAP_URL"] = server.ToString(),
        ["ROADMAP_TOKEN"] = "",
        ["TERM"] = "xterm-256color",
        ["TZ"] = "UTC",
        ["NO_COLOR"] = "",
    };
}

/// <summary>How the program ended.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Lines">Its output.</param>
/// <param name="Said">Its output and its remarks.</param>
internal sealed record ToolRun(int ExitCode, string[] Lines, string Said);
