using System.Text.Json.Nodes;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Operations;

/// <summary>The set-up in five minutes of <c>docs/operations.md</c>, done as it is written there.</summary>
public sealed class SetUpTests
{
    private const string Program = "dotnet roadmap/Roadmap.Api.dll --Urls=http://0.0.0.0:8000";

    private static readonly DocumentedBlocks s_page = new("operations.md");

    [Fact]
    public async Task Who_has_no_token_is_refused_and_a_worker_with_one_makes_a_task()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("make_token.py"), s_page.Block("set-up-token"));
        var port = FreePort.Take();
        var start = s_page.Block("set-up-start");
        start.ShouldContain(Program);
        var server = Path.Combine(AppContext.BaseDirectory, "Roadmap.Api.dll");
        var script = $"""
            cd '{Path.GetDirectoryName(folder.File("make_token.py"))}'
            {s_page.Block("set-up-key")}
            {start.Replace(Program, $"dotnet '{server}' --Urls=http://0.0.0.0:{port}", StringComparison.Ordinal).Trim()} >/dev/null &
            trap 'kill $!' EXIT
            curl -s --retry 600 --retry-delay 1 --retry-connrefused --retry-all-errors --retry-max-time 60 -f -o /dev/null \
              localhost:{port}/health/ready
            {s_page.Block("set-up-call").Replace("localhost:8000", $"localhost:{port}", StringComparison.Ordinal)}
            """;

        var (code, lines) = await ChildProcess.RunAsync("bash", "-ec", script);

        code.ShouldBe(0, string.Join('\n', lines));
        lines[0].ShouldBe("401");
        var task = JsonNode.Parse(lines[1])!;
        task["task_id"]!.GetValue<string>().ShouldBe("import-1");
        task["kind"]!.GetValue<string>().ShouldBe("import");
    }
}
