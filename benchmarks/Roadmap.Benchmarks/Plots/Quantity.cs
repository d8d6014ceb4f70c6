using System.Globalization;
using System.Text.RegularExpressions;

namespace Roadmap.Benchmarks.Plots;

/// <summary>What a cell of a table says first: of <c>1.52 µs (1.46 to 1.53)</c> 1.52 microseconds.</summary>
internal readonly partial record struct Quantity(double Value, string Unit)
{
    private static readonly Dictionary<string, (double Factor, string Base)> s_units = new(StringComparer.Ordinal)
    {
        ["ns"] = (1e-9, "s"),
        ["µs"] = (1e-6, "s"),
        ["ms"] = (1e-3, "s"),
        ["s"] = (1, "s"),
        ["B"] = (1, "B"),
        ["kB"] = (1e3, "B"),
        ["MB"] = (1e6, "B"),
        ["%"] = (1, "%"),
        [""] = (1, ""),
    };

    private const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;

    public static Quantity? Read(string cell)
    {
        var match = Form().Match(cell);
        return match.Success && s_units.ContainsKey(match.Groups["unit"].Value)
            ? new Quantity(
                double.Parse(match.Groups["value"].Value, Style, CultureInfo.InvariantCulture),
                match.Groups["unit"].Value)
            : null;
    }

    public bool IsLike(Quantity other) => s_units[Unit].Base == s_units[other.Unit].Base;

    public double In(string unit) => Value * s_units[Unit].Factor / s_units[unit].Factor;

    [GeneratedRegex(
        @"^\**(?<value>\d[\d,]*(\.\d+)?)\s?(?<unit>\p{L}*|%)\**($|\s\()", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
