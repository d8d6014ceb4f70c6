using System.Globalization;
using System.Text.RegularExpressions;
using Roadmap.Api.Generation.Outline;
using Roadmap.Api.Generation.Outline.Guides;

namespace Roadmap.Tests.Generation.Outline.Guides;

/// <summary>Guides are written each for its own concept, and alike in both languages.</summary>
public sealed partial class GuideProseTests
{
    /// <summary>So many guides may say the same thing in the same words. More is padding that could stand anywhere.</summary>
    private const int MostWithOneSentence = 3;

    /// <summary>Shorter sentences are turns of speech.</summary>
    private const int FewestLetters = 12;

    /// <summary>The least that a week of a project is: whoever has less time a week has more weeks.</summary>
    private const double HoursOfWeek = 6;

    private static readonly string[] s_numbers = ["", "one", "two", "three", "four", "five", "six", "seven", "eight"];
    private const string ChineseNumbers = "　一二三四五六七八";

    [Fact]
    public void No_sentence_stands_in_guide_after_guide() => Padding(GuideProse.All).ShouldBeEmpty();

    [Fact]
    public void A_sentence_that_could_stand_anywhere_is_found()
    {
        GuideProse Guide(int number) => GuideProse.Of(
            $"a/c{number}.en.md", $"## Why it matters\n\nThis is very\nimportant in week {number}. It is about {(char)('a' + number)}.");

        Padding([.. Enumerable.Range(1, MostWithOneSentence).Select(Guide)]).ShouldBeEmpty();
        Padding([.. Enumerable.Range(1, MostWithOneSentence + 1).Select(Guide)])
            .ShouldBe(["4 guides say: This is very important in week 0."]);
    }

    [Fact]
    public void Both_languages_have_the_same_sections_and_the_same_code()
    {
        foreach (var english in Files(Languages.English))
        {
            var chinese = english.Replace($".{Languages.English}.md", $".{Languages.Chinese}.md", StringComparison.Ordinal);
            var (en, zh) = (File.ReadAllText(english), File.ReadAllText(chinese));
            Sections(zh, Languages.Chinese).ShouldBe(Sections(en, Languages.English), Path.GetFileName(english));
            Blocks(zh).ShouldBe(Blocks(en), Path.GetFileName(english));
        }
    }

    /// <summary>The concept before may be left out of a plan, because it is known or at the learner's wish.</summary>
    [Fact]
    public void Another_concept_is_called_by_its_name_and_not_by_its_place() =>
        GuideProse.All.SelectMany(guide => Place().Matches(guide.Text).Select(match => $"{guide.File}: {match.Value}")).ShouldBeEmpty();

    [Fact]
    public void A_project_has_the_hours_of_the_weeks_that_its_guide_counts()
    {
        var catalogue = OutlineCase.Catalogue;
        var projects = catalogue.Subjects.SelectMany(subject => subject.Concepts).Where(concept => concept.Practice)
            .ToDictionary(concept => concept.Id, concept => concept.Hours);
        GuideProse.All.Where(guide => projects.ContainsKey(guide.ConceptId))
            .Select(guide => (guide.File, Hours: projects[guide.ConceptId], Weeks: Weeks(guide.Text)))
            .Where(project => project.Hours < project.Weeks * HoursOfWeek)
            .ShouldBeEmpty();
        Weeks("Week one, then weeks; end of week 3, week four.").ShouldBe(4);
        Weeks("第一周末，然后第三周。").ShouldBe(3);
    }

    private static IEnumerable<string> Files(string language) =>
        Directory.EnumerateFiles(GuideCode.Catalogue, $"*.{language}.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Padding(IReadOnlyList<GuideProse> guides) =>
        from guide in guides
        from sentence in guide.Sentences().Distinct(StringComparer.OrdinalIgnoreCase)
        where sentence.Length >= FewestLetters
        group guide by sentence into same
        where same.Count() > MostWithOneSentence
        select $"{same.Count()} guides say: {same.Key}";

    private static IEnumerable<string> Blocks(string markdown) => Block().Matches(markdown).Select(block => block.Value);

    private static List<int> Sections(string markdown, string language) =>
        [.. GuideReader.Read(markdown, language).Sections.Select(section => Block().Count(section.Body))];

    private static int Weeks(string text) =>
        Week().Matches(text).Select(match => match.Groups["number"].Value.ToLowerInvariant())
            .Select(number =>
                Array.IndexOf(s_numbers, number) is > 0 and var word ? word
                : ChineseNumbers.IndexOf(number, StringComparison.Ordinal) is > 0 and var sign ? sign
                : int.Parse(number, CultureInfo.InvariantCulture))
            .DefaultIfEmpty(0)
            .Max();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(
        @"\b(previous|last|next|earlier|preceding|following|first)\s+(concept|guide)s?\b|\bthis\s+course\b"
        + "|(上|前)(一|面|几|面几)个(概念|知识点)|下一个(概念|知识点)|第[一二三四五]个(概念|知识点)|本(课程|章|节)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(
        @"\bweek\s+(and\s+)?(?<number>one|two|three|four|five|six|seven|eight|\d)\b|第(?<number>[一二三四五六七八])周",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Week();
}
