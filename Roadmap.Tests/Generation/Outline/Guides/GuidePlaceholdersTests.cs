using Roadmap.Api.Generation.Outline.Guides;

namespace Roadmap.Tests.Generation.Outline.Guides;

public sealed class GuidePlaceholdersTests
{
    [Fact]
    public void What_a_person_wrote_is_text_in_a_guide() =>
        GuidePlaceholders.Fill("Learn “{subject}”, with {name}.", "[a](https://x.example)", "C#\n\n<b>bold</b> *now*")
            .ShouldBe("Learn “C#  \\<b\\>bold\\</b\\> \\*now\\*”, with \\[a\\](https://x.example).");
}
