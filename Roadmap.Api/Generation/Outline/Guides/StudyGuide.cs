namespace Roadmap.Api.Generation.Outline.Guides;

/// <summary>What a learner reads about a concept, in sections, in each language of the catalogue.</summary>
internal sealed record StudyGuide(IReadOnlyList<GuideSection> English, IReadOnlyList<GuideSection> Chinese)
{
    public IReadOnlyList<GuideSection> In(string language) => language == Languages.Chinese ? Chinese : English;
}

/// <param name="Title">The heading, without its marks.</param>
/// <param name="Body">CommonMark, without headings of the first two levels.</param>
internal sealed record GuideSection(string Title, string Body);

/// <summary>The headings that every guide has: the first, and the last two.</summary>
internal static class GuideHeadings
{
    public static readonly BilingualText Why = new() { En = "Why it matters", Zh = "为什么重要" };
    public static readonly BilingualText Practise = new() { En = "Practise", Zh = "动手练习" };
    public static readonly BilingualText Mistakes = new() { En = "Common mistakes", Zh = "常见错误" };
}
