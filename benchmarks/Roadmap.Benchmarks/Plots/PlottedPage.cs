using System.Text.RegularExpressions;

namespace Roadmap.Benchmarks.Plots;

/// <summary>A page of figures with its plots beside the tables. Drawn anew, it is the same again.</summary>
internal static partial class PlottedPage
{
    private const string Folder = "plots";

    /// <summary>Draws the plots of a page into a folder beside it, and puts each beneath its table.</summary>
    public static async Task DrawAsync(string file)
    {
        var page = (await File.ReadAllLinesAsync(file)).ToList();
        for (var line = page.Count - 1; line > 0; line--)
        {
            // With the empty line before it.
            if (Picture().IsMatch(page[line]))
                page.RemoveRange(line - 1, 2);
        }

        var name = Path.GetFileNameWithoutExtension(file);
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Folder);
        Directory.CreateDirectory(folder);
        foreach (var table in MeasuredTable.Of(page).Reverse())
        {
            if (BarPlot.Draw(table) is not { } plot)
                continue;
            var picture = $"{name}-{NotInNames().Replace(table.Title.ToLowerInvariant(), "-").Trim('-')}.svg";
            await File.WriteAllTextAsync(Path.Combine(folder, picture), plot);
            page.Insert(table.End, $"![{table.Title}]({Folder}/{picture})");
            page.Insert(table.End, "");
        }

        await File.WriteAllTextAsync(file, string.Join('\n', page) + '\n');
    }

    [GeneratedRegex(@"^!\[.*\]\(plots/", RegexOptions.NonBacktracking)]
    private static partial Regex Picture();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex NotInNames();
}
