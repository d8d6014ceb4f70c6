using System.Reflection;

namespace Roadmap.Tests.Generation.Outline.Guides;

/// <summary>A block of code in a guide.</summary>
/// <param name="Where">The file, from the catalogue on, and the line.</param>
/// <param name="Language">As the block names it.</param>
/// <param name="Text">The code.</param>
internal sealed record GuideCode(string Where, string Language, string Text)
{
    private const string Fence = "```";

    /// <summary>The catalogue's sources: a guide can be tried without building anything.</summary>
    public static string Catalogue { get; } = typeof(GuideCode).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Curriculum").Value!;

    /// <summary>Every block of every guide. What two languages have alike is there once.</summary>
    public static IReadOnlyList<GuideCode> All { get; } =
    [
        .. Directory.EnumerateFiles(Catalogue, "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(file => In(Path.GetRelativePath(Catalogue, file), File.ReadAllLines(file)))
            .DistinctBy(code => (code.Language, code.Text)),
    ];

    private static IEnumerable<GuideCode> In(string file, string[] lines)
    {
        var begin = -1;
        foreach (var (index, line) in lines.Index())
        {
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
                continue;
            if (begin >= 0)
                yield return new GuideCode(
                    $"{file}:{begin + 1}", lines[begin][Fence.Length..].Trim(), string.Join('\n', lines[(begin + 1)..index]) + '\n');
            begin = begin < 0 ? index : -1;
        }
    }
}
