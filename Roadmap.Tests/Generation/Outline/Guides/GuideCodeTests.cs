using System.Text.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Outline.Guides;

/// <summary>Programs in study guides do what the reader is told: they run, by themselves, to their end.</summary>
public sealed class GuideCodeTests : IDisposable
{
    /// <summary>
    /// They are shown and not run: here is no cluster, browser, device or compiler for them. <c>py</c> is Python that needs packages.
    /// </summary>
    private static readonly string[] s_shown =
    [
        "bash", "c", "console", "cpp", "css", "csv", "diff", "dockerfile", "gdscript", "hcl", "html", "http", "ini", "java", "json", "jsx",
        "kotlin", "makefile", "markdown", "promql", "py", "rust", "sql", "swift", "text", "toml", "tsx", "typescript", "xml", "yaml",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("python", ".py")]
    [InlineData("javascript", ".js")]
    [InlineData("sh", ".sh")]
    public async Task A_program_runs(string language, string suffix)
    {
        var programs = GuideCode.All.Where(code => code.Language == language).ToList();
        foreach (var (index, program) in programs.Index())
            await File.WriteAllTextAsync(_folder.File($"{index:0000}{suffix}"), program.Text);

        var (exitCode, lines) = await ChildProcess.RunAsync(
            "python3", Path.Combine(AppContext.BaseDirectory, "Generation", "Outline", "Guides", "run_programs.py"), _folder.File("."));

        exitCode.ShouldBe(0);
        lines.Select(line => JsonSerializer.Deserialize<Failure>(line, JsonSerializerOptions.Web)!)
            .Select(failure => $"{programs[int.Parse(failure.Program)].Where}: {failure.How}\n{failure.Output}")
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_in_CSharp_compiles_without_a_warning_and_runs()
    {
        var programs = GuideCode.All.Where(code => code.Language == "csharp").ToList();
        var faults = new List<string>();
        foreach (var (index, program) in programs.Index())
        {
            var found = CSharpProgram.Compile(program.Text, _folder.File($"{index:0000}.dll"));
            faults.AddRange(found.Select(fault => $"{program.Where}: {fault}"));
        }

        faults.ShouldBeEmpty();

        await using var runner = ChildProcess.Start(
            "dotnet", [typeof(TestProgram).Assembly.Location, CSharpProgram.Command, _folder.File(".")]);
        await runner.EndedAsync();

        var last = -1;
        foreach (var line in await runner.RestAsync())
        {
            if (line.StartsWith(CSharpProgram.Begins, StringComparison.Ordinal))
                last = int.Parse(line[CSharpProgram.Begins.Length..]);
        }

        runner.ExitCode.ShouldBe(0, last < 0 ? runner.Said() : $"{programs[last].Where}:\n{runner.Said()}");
        last.ShouldBe(programs.Count - 1);
    }

    [Fact]
    public void Every_block_is_of_a_language_that_is_run_or_known_not_to_be()
    {
        string[] run = ["python", "javascript", "sh", "csharp"];
        GuideCode.All.Where(code => !run.Contains(code.Language) && !s_shown.Contains(code.Language))
            .Select(code => $"{code.Where}: {code.Language}")
            .ShouldBeEmpty();
    }

    private sealed record Failure(string Program, string How, string Output);
}
