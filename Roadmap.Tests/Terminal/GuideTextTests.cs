using System.Text;
using Roadmap.Watch.Plans;

namespace Roadmap.Tests.Terminal;

public sealed class GuideTextTests
{
    [Fact]
    public void Lists_and_code_stay_as_they_are() =>
        Shown("Use `a < b`:\n\n- one\n\n```python\nif a < b:\n\tpass  # <b>\n```")
            .ShouldBe("Use `a < b`:\n\n- one\n\n```python\nif a < b:\n    pass  # <b>\n```\n");

    [Fact]
    public void Markup_and_escape_sequences_are_none() =>
        Shown("<script>x</script> \u001b[2Jgone").ShouldBe("\\<script>x\\</script> \uFFFD[2Jgone\n");

    [Fact]
    public void Code_without_an_end_ends_with_the_section() => Shown("```sh\necho").ShouldBe("```sh\necho\n```\n");

    private static string Shown(string markdown)
    {
        var page = new StringBuilder();
        GuideText.AddTo(page, markdown);
        return page.ToString();
    }
}
