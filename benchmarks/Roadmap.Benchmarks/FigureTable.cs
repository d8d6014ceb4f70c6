using System.Text;

namespace Roadmap.Benchmarks;

/// <summary>One measured figure, as a table with the words that are needed to read it.</summary>
internal sealed record FigureTable(string Title, string Notes, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine($"## {Title}").AppendLine().AppendLine(Notes).AppendLine();
        AppendRow(text, Columns);
        AppendRow(text, Columns.Select((_, i) => i == 0 ? "---" : "---:"));
        foreach (var row in Rows)
            AppendRow(text, row);
        return text.ToString();
    }

    /// <summary>What the aim column says.</summary>
    public static string Verdict(string aim, bool isMet) => isMet ? $"{aim}: met" : $"{aim}: **missed**";

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.AppendLine($"| {string.Join(" | ", cells)} |");
}
