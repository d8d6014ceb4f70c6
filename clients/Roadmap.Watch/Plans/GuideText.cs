using System.Text;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Plans;

/// <summary>
/// A section of a study guide, which is Markdown already, as a part of a page: it brings no markup but Markdown's, and code that has no end
/// ends with it.
/// </summary>
internal static class GuideText
{
    private const int LongestLine = 10_000;
    private const string Fence = "```";

    public static void AddTo(StringBuilder page, string markdown)
    {
        var inCode = false;
        foreach (var line in markdown.Split('\n'))
        {
            var text = Printable.Line(line.Replace("\t", "    ", StringComparison.Ordinal), LongestLine);
            if (text.TrimStart().StartsWith(Fence, StringComparison.Ordinal))
                inCode = !inCode;
            page.Append(inCode ? text : WithoutMarkup(text)).Append('\n');
        }

        if (inCode)
            page.Append(Fence).Append('\n');
    }

    /// <summary>Between backticks a mark is itself; elsewhere it could begin an element of HTML.</summary>
    private static string WithoutMarkup(string line) => string.Join(
        '`', line.Split('`').Select((part, index) => index % 2 == 0 ? part.Replace("<", "\\<", StringComparison.Ordinal) : part));
}
