using System.Text.RegularExpressions;

namespace Roadmap.Tests.Support;

/// <summary>The blocks of a page in <c>docs</c>, which are run as they stand there.</summary>
internal sealed partial class DocumentedBlocks(string page)
{
    /// <summary>The language and the name of every block; of one without a name, null.</summary>
    public IEnumerable<(string Language, string? Name)> All() => Fences().Matches(Text())
        .Select(fence => (fence.Groups["language"].Value, fence.Groups["name"] is { Success: true } name ? name.Value : null));

    public string Block(string name) =>
        Blocks().Matches(Text()).Single(block => block.Groups["name"].Value == name).Groups["code"].Value;

    private string Text() => File.ReadAllText(Path.Combine(ClientsPage.Clients, "..", "docs", page));

    [GeneratedRegex("^```(?<language>\\w+)( run=(?<name>\\S+))?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fences();

    [GeneratedRegex("^```\\w+ run=(?<name>\\S+)\n(?<code>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();
}
