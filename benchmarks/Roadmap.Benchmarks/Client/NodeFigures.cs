using System.Globalization;

namespace Roadmap.Benchmarks.Client;

/// <summary>What the npm package costs. Its own scripts measure, with the packages that are installed in <c>clients</c>.</summary>
internal static class NodeFigures
{
    private const string Folder = "clients/task-progress/benchmark";
    private const int Rounds = 9;

    public static async Task<FigureTable> ReceivingAsync(Workplace workplace)
    {
        var rows = RowsIn(await workplace.RunAsync("node", $"{Folder}/run.mjs", $"{Rounds}"));
        return new FigureTable(
            "Receiving in Node",
            $"As in .NET, in a Node process for each run, beside the bare `@microsoft/signalr`; starting up is in it. Medians of {Rounds} runs in turns.",
            ["received by", "CPU per 10,000 events", "ratio", "aim"],
            [.. rows.Select((row, i) => (string[])[row[0], $"{row[1]} ms", row[2], i == 0 ? "" : Verdict(row[2])])]);
    }

    public static async Task<FigureTable> SizesAsync(Workplace workplace) => new(
        "Bytes and modules of the npm package",
        "What a page carries for each import, minified and gzipped, beside `@microsoft/signalr` and React. The last row is the packed file.",
        ["import", "bytes", "modules"],
        [.. RowsIn(await workplace.RunAsync("node", $"{Folder}/sizes.mjs"))]);

    private static string Verdict(string ratio) => FigureTable.Verdict(
        $"{ReceivingFigure.Aim}", double.Parse(ratio, CultureInfo.InvariantCulture) <= ReceivingFigure.Aim);

    /// <summary>Of a table in Markdown, without its head.</summary>
    private static IEnumerable<string[]> RowsIn(string output) => output.Split('\n')
        .Where(line => line.StartsWith('|'))
        .Skip(2)
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
}
