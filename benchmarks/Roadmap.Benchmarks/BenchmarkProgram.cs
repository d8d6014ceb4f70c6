using System.Diagnostics;

namespace Roadmap.Benchmarks;

/// <summary>Measures one figure after the other, prints each as it comes, and writes all of them as one Markdown page.</summary>
internal static class BenchmarkProgram
{
    private const string Usage = """
        Prints the figures of this server, measured on this machine; takes about three minutes.

          dotnet run -c Release --project benchmarks/Roadmap.Benchmarks [-- options]

          --out FILE     writes the page to FILE too
          --only NAME    one figure: appends, delivery, start or memory
          --help         this text

        Data goes to a temporary folder; set TMPDIR to measure another disk. How to read the figures: benchmarks/README.md
        """;

    private static readonly Dictionary<string, Func<Workplace, Task<FigureTable>>> s_figures = new(StringComparer.Ordinal)
    {
        ["appends"] = AppendFigure.MeasureAsync,
        ["delivery"] = DeliveryFigure.MeasureAsync,
        ["start"] = StartFigure.MeasureAsync,
        ["memory"] = MemoryFigure.MeasureAsync,
    };

    public static async Task<int> Main(string[] args)
    {
        string? file = null;
        IEnumerable<string> names = s_figures.Keys;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i], args.ElementAtOrDefault(i + 1))
            {
                case ("--help" or "-h", _):
                    Console.WriteLine(Usage);
                    return 0;
                case ("--out", { } path):
                    file = Path.GetFullPath(path);
                    i++;
                    break;
                case ("--only", { } name) when s_figures.ContainsKey(name):
                    names = [name];
                    i++;
                    break;
                default:
                    await Console.Error.WriteLineAsync($"'{args[i]}' is not an option, or what follows it is not one of its values.\n\n{Usage}");
                    return 2;
            }
        }

        await RunAsync([.. names], file);
        return 0;
    }

    private static async Task RunAsync(IReadOnlyList<string> names, string? file)
    {
        var started = Stopwatch.GetTimestamp();
        using var workplace = new Workplace();
        List<string> page = [await Machine.DescribeAsync(workplace)];
        Console.WriteLine(page[0]);
        foreach (var name in names)
        {
            page.Add((await s_figures[name](workplace)).ToMarkdown());
            Console.WriteLine(page[^1]);
        }

        page.Add($"Measured in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s; load average at the end: {Machine.LoadAverage}.\n");
        Console.WriteLine(page[^1]);
        if (file is not null)
            await File.WriteAllTextAsync(file, string.Join('\n', page));
    }
}
