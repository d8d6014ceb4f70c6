using System.Reflection;
using System.Text.RegularExpressions;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Web;

/// <summary>
/// The starts for Node and the shell in <c>docs/clients.md</c>, run as they stand there. Those in TypeScript are type-checked beside the
/// package.
/// </summary>
public sealed partial class DocumentedClientsTests
{
    private static readonly string s_clients = Path.Combine(
        Path.GetDirectoryName(typeof(DocumentedClientsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(
            data => data.Key == "WebPackage").Value!)!, "..");

    [Fact]
    public async Task The_start_for_Node_watches_a_task_to_its_end()
    {
        await using var server = await HubServer.StartAsync();
        var task = await server.StartTaskAsync();
        var folder = Directory.CreateDirectory(Path.Combine(s_clients, "task-progress", $"docs-{Guid.NewGuid():N}"));
        try
        {
            var script = Path.Combine(folder.FullName, "watch.mjs");
            await File.WriteAllTextAsync(script, Block("node-start"));
            await using var watch = ChildProcess.Start("node", [script, server.Http.BaseAddress!.ToString(), task]);
            await server.ReportProgressAsync(task, 1);
            await server.ReportAsync(task, """{"type":"completed"}""");

            (await watch.EndedAsync()).ShouldBe(0, watch.Said());
            (await watch.RestAsync()).Last().ShouldBe("completed");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_start_for_the_shell_makes_a_task()
    {
        await using var server = await HubServer.StartAsync();
        var command = Block("make-task").Replace("localhost:8000", server.Http.BaseAddress!.Authority, StringComparison.Ordinal);

        var (code, lines) = await ChildProcess.RunAsync("bash", "-c", command);

        code.ShouldBe(0);
        string.Concat(lines).ShouldContain("\"task_id\":\"import-1\"");
    }

    [Fact]
    public async Task The_starts_for_the_terminal_run_a_script_as_a_task_and_watch_it()
    {
        await using var server = await HubServer.StartAsync();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("roadmap"), $"exec {Terminal.Tool.CommandLine} \"$@\"\n");
        // Aliases are none of a script's: a function has the name that a tool would have.
        var commands = $"roadmap() {{ bash '{folder.File("roadmap")}' \"$@\"; }}\n{Block("terminal-run")}{Block("terminal-watch")}"
            .Replace("localhost:8000", server.Http.BaseAddress!.Authority, StringComparison.Ordinal);

        var (code, lines) = await ChildProcess.RunAsync("bash", "-ec", commands);

        code.ShouldBe(0);
        lines[..3].ShouldBe(["1/3", "2/3", "3/3"]);
        lines[^2].ShouldContain("\"type\":\"completed\"");
    }

    private static string Block(string name)
    {
        var page = File.ReadAllText(Path.Combine(s_clients, "..", "docs", "clients.md"));
        return Blocks().Matches(page).Single(block => block.Groups["name"].Value == name).Groups["code"].Value;
    }

    [GeneratedRegex("^```\\w+ run=(?<name>\\S+)\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();
}
