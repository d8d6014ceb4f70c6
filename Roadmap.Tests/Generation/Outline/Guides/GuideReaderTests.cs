using Roadmap.Api.Generation.Outline;
using Roadmap.Api.Generation.Outline.Guides;

namespace Roadmap.Tests.Generation.Outline.Guides;

public sealed class GuideReaderTests
{
    private const string Good = """
        ## Why it matters

        It is the first step.

        ## Before loops

        Lists.

        ## Loops

        They repeat:

        ```python
        # one comment
        ## two marks, and yet no heading
        for i in range(3):
            print(i)
        ```

        ### A finer point

        Read on.

        ## Practise

        Write one.

        ## Common mistakes

        - None.
        """;

    [Fact]
    public void A_guide_has_sections_and_code_is_code()
    {
        var (sections, faults) = GuideReader.Read(Good, Languages.English);

        faults.ShouldBeEmpty();
        sections.Select(section => section.Title).ShouldBe(["Why it matters", "Before loops", "Loops", "Practise", "Common mistakes"]);
        sections[0].Body.ShouldBe("It is the first step.");
        sections[2].Body.ShouldSatisfyAllConditions(
            body => body.ShouldContain("## two marks, and yet no heading\nfor i in range(3):\n    print(i)\n```"),
            body => body.ShouldEndWith("### A finer point\n\nRead on."));
    }

    [Theory]
    [InlineData("Write one.", "", "the section \"Practise\" is empty")]
    [InlineData("## Why it matters", "## Why", "where \"Why\" stands, there must be \"Why it matters\"")]
    [InlineData("## Practise", "## Do it", "where \"Do it\" stands, there must be \"Practise\"")]
    [InlineData("## Common mistakes", "## Ends", "where \"Ends\" stands, there must be \"Common mistakes\"")]
    [InlineData("## Before loops", "", "it has 4 sections; there must be 5 to 7")]
    [InlineData("## Why", "Hello\n\n## Why", "there is text before the first heading")]
    [InlineData("They repeat:", "# Loops", "line 11: a heading of the first level")]
    [InlineData("```python", "```", "line 13: the code has no language")]
    [InlineData("```python", " ```python", "line 13: the fence of code must begin the line")]
    [InlineData("- None.", "```python\nprint(1)", "the last code has no end")]
    public void What_is_wrong_is_said(string right, string wrong, string fault) =>
        GuideReader.Read(Good.Replace(right, wrong), Languages.English).Faults.ShouldContain(each => each.StartsWith(fault));

    [Fact]
    public void Chinese_guides_have_Chinese_headings() =>
        GuideReader.Read(Good, Languages.Chinese).Faults.ShouldContain("where \"Practise\" stands, there must be \"动手练习\".");
}
