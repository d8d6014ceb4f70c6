using System.Text.RegularExpressions;
using Roadmap.Api.Generation.Outline;

namespace Roadmap.Tests.Generation.Outline.Guides;

/// <summary>What a guide says, without its code.</summary>
/// <param name="File">From the catalogue on.</param>
/// <param name="ConceptId">What it teaches; of a template its name.</param>
/// <param name="Language">One of the catalogue's languages.</param>
/// <param name="Text">Its prose. What stands between backticks is code.</param>
internal sealed partial record GuideProse(string File, string ConceptId, string Language, string Text)
{
    public static IReadOnlyList<GuideProse> All { get; } =
    [
        .. Directory.EnumerateFiles(GuideCode.Catalogue, "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => Of(Path.GetRelativePath(GuideCode.Catalogue, file), System.IO.File.ReadAllText(file))),
    ];

    public static GuideProse Of(string file, string markdown)
    {
        var name = Path.GetFileName(file).Split('.');
        return new GuideProse(file, name[0], name[1], Inline().Replace(Blocks().Replace(markdown, ""), "…"));
    }

    /// <summary>Its sentences, without headings and marks of lists, and every number as 0.</summary>
    public IEnumerable<string> Sentences()
    {
        var end = Language == Languages.Chinese ? ChineseEnd() : EnglishEnd();
        return Lines().Replace(Text, " ").Split('\n')
            .Where(line => !line.StartsWith('#'))
            .SelectMany(line => end.Split(Mark().Replace(line, "")))
            .Select(sentence => Digits().Replace(sentence.Trim(), "0"));
    }

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex("`[^`\n]*`", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    /// <summary>The break of a line within a paragraph.</summary>
    [GeneratedRegex(@"(?<=[^\n])\n(?![\n#\-]|\d+\.)", RegexOptions.None, 1000)]
    private static partial Regex Lines();

    [GeneratedRegex(@"^\s*(-|\d+\.)\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\d+", RegexOptions.None, 1000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?<=[.!?])\s+", RegexOptions.None, 1000)]
    private static partial Regex EnglishEnd();

    [GeneratedRegex("(?<=[。！？])", RegexOptions.None, 1000)]
    private static partial Regex ChineseEnd();
}
