using System.Runtime.CompilerServices;

namespace Roadmap.Tests.Floors;

/// <summary>
/// Each project has its floors in its <c>floors.txt</c>: a folder uses only those that stand before it there. So no folders go in a circle,
/// and each can be read with what stands before it alone.
/// </summary>
public sealed class FloorTests
{
    /// <summary>Files that are made, or brought: nobody's folder.</summary>
    private static readonly string[] s_notOurs = ["obj", "bin", "node_modules", "wwwroot", "dist"];

    public static TheoryData<string> CSharpProjects => ["Roadmap.Hubs", "Roadmap.Api", .. Folders("clients").Where(IsProjectWithFolders)];

    public static TheoryData<string> TypeScriptSources =>
        [.. Folders("clients").Where(folder => Path.GetFileName(folder) == "src" && HasFolders(folder, "*.ts*"))];

    [Theory]
    [MemberData(nameof(CSharpProjects))]
    public void Folders_use_only_those_on_lower_floors(string project)
    {
        var floors = FloorList.Read(Path.Combine(Root(), project));
        var arrows = new CSharpArrows(Path.GetFileName(project), floors, TextsOf(project, "*.cs"));

        floors.Faults(arrows.Places, arrows.Find()).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(TypeScriptSources))]
    public void Folders_import_only_from_lower_floors(string sources)
    {
        var floors = FloorList.Read(Path.Combine(Root(), sources));
        var arrows = new TypeScriptArrows(floors, TextsOf(sources, "*.ts*"));

        floors.Faults(arrows.Places, arrows.Find()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("using Roadmap.Home.Roof;")]
    [InlineData("using static Roadmap.Home.Roof.Chimney;")]
    [InlineData("Chimney _smoke = Roof.Chimney.Of(fire);")]
    [InlineData("/// <see cref=\"Home.Roof.Chimney\"/>")]
    [InlineData("House _around;")]
    [InlineData("Swallow _guest;")]
    public void An_arrow_upwards_is_found(string line)
    {
        CSharp(("Cellar/Stove.cs", line)).ShouldHaveSingleItem().ShouldStartWith("Cellar/Stove.cs: Cellar uses ");
    }

    [Theory]
    [InlineData("using Roadmap.Home.Cellar;")]
    [InlineData("Roof.Height = 3;")]
    [InlineData("Say(\"House\");")]
    [InlineData("using Elsewhere.Roof;")]
    public void An_arrow_downwards_or_elsewhere_is_none(string line)
    {
        CSharp(("Cellar/Stove.cs", line), ("Roof/Cat.cs", "using Roadmap.Home.Cellar;")).ShouldBeEmpty();
    }

    [Fact]
    public void Every_folder_has_its_line_and_every_line_its_folder()
    {
        new FloorList(["Cellar", "Attic"]).Faults(["Cellar", "Roof"], []).ShouldBe(
            ["Roof stands in no line of floors.txt", "Attic stands in floors.txt and is not there"]);
    }

    [Theory]
    [InlineData("import { Cat } from '../roof/cat.ts';")]
    [InlineData("import type { Cat } from \"../roof/cat.ts\";")]
    [InlineData("const cat = await import('../roof/cat.ts');")]
    [InlineData("export { Cat } from '../roof/cat.ts';")]
    [InlineData("import '../app.tsx';")]
    public void An_import_from_above_is_found(string line)
    {
        var floors = new FloorList(["cellar", "roof", "."]);
        var arrows = new TypeScriptArrows(floors, [new("cellar/stove.ts", line)]);

        floors.Faults(["cellar", "roof", "."], arrows.Find()).ShouldHaveSingleItem();
    }

    private static List<string> CSharp(params (string Path, string Text)[] files)
    {
        var floors = new FloorList(["Cellar", "Roof", "."]);
        (string, string)[] house =
        [
            ("Roof/Chimney.cs", "public class Chimney;"),
            ("Roof/Swallow.cs", "namespace Roadmap.Home;\npublic sealed class Swallow;"),
            ("House.cs", "internal sealed class House;"),
        ];
        var arrows = new CSharpArrows(
            "Roadmap.Home", floors, [.. files.Concat(house).Select(file => KeyValuePair.Create(file.Item1, file.Item2))]);
        return [.. floors.Faults(["Cellar", "Roof", "."], arrows.Find())];
    }

    /// <summary>All folders below one, from the root of the repository on.</summary>
    private static IEnumerable<string> Folders(string folder) => Directory.EnumerateDirectories(Path.Combine(Root(), folder))
        .Where(sub => !s_notOurs.Contains(Path.GetFileName(sub)))
        .Select(sub => Path.GetRelativePath(Root(), sub).Replace('\\', '/'))
        .SelectMany(sub => Folders(sub).Prepend(sub));

    private static bool IsProjectWithFolders(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.csproj").Any() && HasFolders(folder, "*.cs");

    /// <summary>Where all files stand together, there is nothing to hold.</summary>
    private static bool HasFolders(string project, string pattern) =>
        TextsOf(project, pattern).Exists(file => file.Key.Contains('/', StringComparison.Ordinal));

    private static List<KeyValuePair<string, string>> TextsOf(string project, string pattern)
    {
        var folder = Path.Combine(Root(), project);
        return [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(s_notOurs).Any())
            .Select(file => KeyValuePair.Create(file, File.ReadAllText(Path.Combine(folder, file))))];
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
