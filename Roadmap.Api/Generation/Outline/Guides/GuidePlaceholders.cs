using System.Text.RegularExpressions;

namespace Roadmap.Api.Generation.Outline.Guides;

/// <summary>Puts what a person has called things into a guide's Markdown, as text: it is no markup, whatever it looks like.</summary>
internal static partial class GuidePlaceholders
{
    public static string Fill(string markdown, string name, string subject) => markdown
        .Replace("{name}", AsText(name), StringComparison.Ordinal)
        .Replace("{subject}", AsText(subject), StringComparison.Ordinal);

    private static string AsText(string words) => Marks().Replace(words.ReplaceLineEndings(" "), @"\$0");

    [GeneratedRegex(@"[\\`*_\[\]<>&]", RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
