namespace Roadmap.Benchmarks.Plots;

/// <summary>A table of a page of figures, as it stands there.</summary>
/// <param name="Title">The heading that it is beneath.</param>
/// <param name="End">The number of the first line after it.</param>
/// <param name="Columns">The first names the rows.</param>
/// <param name="Rows">Of as many cells as there are columns.</param>
internal sealed record MeasuredTable(string Title, int End, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Those of a page that have a heading; what the page says first of the machine has none.</summary>
    public static IReadOnlyList<MeasuredTable> Of(IReadOnlyList<string> page)
    {
        List<MeasuredTable> tables = [];
        string? title = null;
        for (var line = 0; line < page.Count; line++)
        {
            if (page[line].StartsWith("## ", StringComparison.Ordinal))
                title = page[line][3..];
            if (title is null || !page[line].StartsWith('|'))
                continue;

            var rows = page.Skip(line).TakeWhile(row => row.StartsWith('|')).Select(Cells).ToList();
            line += rows.Count;
            // Between the columns' names and the rows stands how they are aligned.
            tables.Add(new MeasuredTable(title, line, rows[0], rows[2..]));
        }

        return tables;
    }

    private static IReadOnlyList<string> Cells(string row) => [.. row.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
