using System.Text.RegularExpressions;
using Roadmap.Api.Generation.Outline;
using Roadmap.Api.Generation.Outline.Guides;

namespace Roadmap.Tests.Generation.Outline.Guides;

/// <summary>A guide teaches: it is long enough, has examples, and is no list of keywords.</summary>
public sealed partial class GuideTextTests
{
    private const int FewestWords = 400;
    private const int FewestCharacters = 600;

    /// <summary>So many semicolons in one line are a list that should be one.</summary>
    private const int SemicolonsOfList = 4;

    public static TheoryData<string> Folders { get; } =
        [.. Directory.GetDirectories(GuideCode.Catalogue).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_guide_is_a_text_in_both_languages(string folder) =>
        Directory.GetFiles(Path.Combine(GuideCode.Catalogue, folder), "*.md")
            .SelectMany(file => Faults(Path.GetFileName(file), File.ReadAllText(file)))
            .ShouldBeEmpty();

    [Fact]
    public void What_is_short_or_a_list_of_keywords_is_found()
    {
        Faults("loops.en.md", "## Why it matters\n\nLoops; lists; sets; maps; trees.\n\n```text\nword word\n```").ShouldBe([
            "loops.en.md has 8 words; there must be 400.",
            "loops.en.md: it has 1 sections; there must be 5 to 7.",
            "loops.en.md: a list in one line: Loops; lists; sets; maps; trees.",
        ]);
        Faults("loops.zh.md", "## 循环\n\nfor 循环").ShouldContain("loops.zh.md has 4 characters; there must be 600.");
        Faults("loops.en.md", "## 循环").ShouldContain("loops.en.md is not in English.");
    }

    private static IEnumerable<string> Faults(string file, string markdown)
    {
        var isChinese = file.EndsWith($".{Languages.Chinese}.md", StringComparison.Ordinal);
        var prose = Code().Replace(markdown, "");
        var characters = Chinese().Count(prose);
        if (isChinese && characters < FewestCharacters)
            yield return $"{file} has {characters} characters; there must be {FewestCharacters}.";
        if (!isChinese && Word().Count(prose) is var words and < FewestWords)
            yield return $"{file} has {words} words; there must be {FewestWords}.";
        if (!isChinese && characters > 0)
            yield return $"{file} is not in English.";

        var (_, faults) = GuideReader.Read(markdown, isChinese ? Languages.Chinese : Languages.English);
        foreach (var fault in faults)
            yield return $"{file}: {fault}";
        foreach (var line in prose.Split('\n').Where(line => line.Count(c => c is ';' or '；') >= SemicolonsOfList))
            yield return $"{file}: a list in one line: {line}";
    }

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}'’.\-]*", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"[\u3400-\u9fff]", RegexOptions.None, 1000)]
    private static partial Regex Chinese();
}
