using System.Runtime.CompilerServices;

namespace Roadmap.Tests.Support;

/// <summary>The sources of the tests, for tests that look at them.</summary>
internal static class TestSources
{
    public static IEnumerable<string> All() => Directory.EnumerateFiles(Root(), "*.cs", SearchOption.AllDirectories)
        .Where(file => !IsBuilt(file, "obj") && !IsBuilt(file, "bin"));

    /// <summary>What a build has made, or has copied.</summary>
    private static bool IsBuilt(string file, string folder) =>
        file.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
