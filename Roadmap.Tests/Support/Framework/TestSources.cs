using System.Runtime.CompilerServices;

namespace Roadmap.Tests.Support;

/// <summary>The sources of the tests, for tests that look at them.</summary>
internal static class TestSources
{
    public static IEnumerable<string> All() => Directory.EnumerateFiles(Root(), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
