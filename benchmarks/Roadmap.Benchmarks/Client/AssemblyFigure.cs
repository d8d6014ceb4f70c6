using System.IO.Compression;

namespace Roadmap.Benchmarks.Client;

/// <summary>How large the .NET client is, and what comes with it.</summary>
internal static class AssemblyFigure
{
    private static readonly string[] s_projects = ["Roadmap.Contracts", "clients/Roadmap.Client"];

    public static async Task<FigureTable> MeasureAsync(Workplace workplace)
    {
        var packages = workplace.NewPath("packages");
        foreach (var project in s_projects)
        {
            await workplace.RunAsync(
                "dotnet", "pack", project, "-c", "Release", "-o", packages, "-p:BuildWeb=false", "-m:1", "-nodeReuse:false", "--nologo");
        }

        return new FigureTable(
            "Bytes and assemblies of the .NET packages",
            "The packed files, and the assemblies in them. What they depend on is installed beside them: Microsoft's SignalR client, and resilience for HTTP.",
            ["package", "packed bytes", "assembly", "bytes"],
            [.. Directory.GetFiles(packages, "*.nupkg").Order(StringComparer.Ordinal).SelectMany(Rows)]);
    }

    private static IEnumerable<string[]> Rows(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return
        [
            .. archive.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).Select(entry => (string[])
                [Path.GetFileNameWithoutExtension(package), $"{new FileInfo(package).Length:N0}", entry.Name, $"{entry.Length:N0}"]),
        ];
    }
}
