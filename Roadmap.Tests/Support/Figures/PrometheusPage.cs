using System.Globalization;
using System.Text.RegularExpressions;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>One metric of a page, with its samples by name and labels, as in <c>feed_resets_total{reason="Trimmed"}</c>.</summary>
internal sealed record PrometheusFamily(string Name, string Help, string Type)
{
    public Dictionary<string, double> Samples { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// A page in Prometheus' text format 0.0.4, read as strictly as the format allows: HELP and TYPE before the samples, a family in one place,
/// samples of that family only, well-formed names, labels and values, and histograms that add up.
/// </summary>
internal sealed partial class PrometheusPage
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusPage(IReadOnlyDictionary<string, PrometheusFamily> families) => Families = families;

    public IReadOnlyDictionary<string, PrometheusFamily> Families { get; }

    /// <summary>The value of a sample; 0 when it was never counted.</summary>
    public double this[string sample] =>
        Families.Values.Select(family => family.Samples.TryGetValue(sample, out var value) ? value : 0).Sum();

    public static async Task<PrometheusPage> ReadAsync(HttpClient http)
    {
        using var response = await http.GetAsync(new Uri(Routes.Metrics, UriKind.Relative));
        response.IsSuccessStatusCode.ShouldBeTrue();
        response.Content.Headers.ContentType?.ToString().ShouldBe(ContentType);
        return Parse(await response.Content.ReadAsStringAsync());
    }

    public static PrometheusPage Parse(string text)
    {
        text.ShouldEndWith("\n");
        TokenSearch.OfAll.Look("figures", text);
        var families = new Dictionary<string, PrometheusFamily>(StringComparer.Ordinal);
        var lines = text.Split('\n')[..^1];
        for (var i = 0; i < lines.Length;)
        {
            (i + 1).ShouldBeLessThan(lines.Length, $"line {i + 1} begins no family: {lines[i]}");
            // In either order.
            var (type, help) = (TypeLine().Match(lines[i]), HelpLine().Match(lines[i + 1]));
            if (!type.Success)
                (type, help) = (TypeLine().Match(lines[i + 1]), HelpLine().Match(lines[i]));
            (type.Success && help.Success).ShouldBeTrue($"lines {i + 1} and {i + 2} are no type and help: {lines[i]}, {lines[i + 1]}");
            i += 2;
            var name = type.Groups["name"].Value;
            help.Groups["name"].Value.ShouldBe(name);
            var family = new PrometheusFamily(name, help.Groups["help"].Value, type.Groups["type"].Value);
            families.TryAdd(name, family).ShouldBeTrue($"{name} is there twice");
            while (i < lines.Length && !lines[i].StartsWith('#'))
                ReadSample(family, lines[i++]);
            if (family.Type == "histogram")
                CheckHistogram(family);
        }

        return new PrometheusPage(families);
    }

    private static void ReadSample(PrometheusFamily family, string line)
    {
        var sample = SampleLine().Match(line);
        sample.Success.ShouldBeTrue($"not a sample: {line}");
        var suffixes = family.Type == "histogram" ? new[] { "_bucket", "_sum", "_count" } : [""];
        suffixes.Select(suffix => family.Name + suffix).ShouldContain(sample.Groups["name"].Value, line);
        // Braces may be there around nothing.
        var named = sample.Groups["sample"].Value.Replace("{}", "", StringComparison.Ordinal);
        var keys = sample.Groups["key"].Captures.Select(capture => capture.Value);
        keys.ShouldBeUnique(line);
        var value = sample.Groups["value"].Value switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        if (family.Type == "counter")
            value.ShouldBeGreaterThanOrEqualTo(0, line);
        family.Samples.TryAdd(named, value).ShouldBeTrue($"there twice: {line}");
    }

    /// <summary>
    /// For each set of labels: buckets in rising order that never hold less than the one before, the last one unbounded, and as many as are
    /// counted.
    /// </summary>
    private static void CheckHistogram(PrometheusFamily family)
    {
        var seriesOf = family.Samples
            .Where(sample => sample.Key.StartsWith($"{family.Name}_bucket", StringComparison.Ordinal))
            .GroupBy(sample => BoundLabel()
                .Replace(sample.Key, "")
                .Replace("_bucket", "", StringComparison.Ordinal)
                .Replace("{}", "", StringComparison.Ordinal));
        foreach (var series in seriesOf)
        {
            var bounds = series.Select(sample => BoundLabel().Match(sample.Key).Groups["bound"].Value).ToList();
            bounds[^1].ShouldBe("+Inf");
            bounds[..^1].Select(bound => double.Parse(bound, CultureInfo.InvariantCulture)).ShouldBeInOrder();
            series.Select(sample => sample.Value).ShouldBeInOrder();
            var (name, labels) = series.Key.Split('{') is [var only] ? (only, "") : (family.Name, series.Key[family.Name.Length..]);
            family.Samples[$"{name}_count{labels}"].ShouldBe(series.Last().Value);
            family.Samples.ShouldContainKey($"{name}_sum{labels}");
        }
    }

    private const int Patience = 1000;

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<help>([^\\]|\\\\|\\n)+)$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex HelpLine();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex TypeLine();

    [GeneratedRegex("""
        ^(?<sample>(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{\}|\{(?<key>[a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]|\\\\|\\"|\\n)*"(,(?<key>[a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]|\\\\|\\"|\\n)*")*\})?) (?<value>\+Inf|-Inf|NaN|-?[0-9.]+([eE][-+]?[0-9]+)?)$
        """, RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex SampleLine();

    [GeneratedRegex(""",?le="(?<bound>[^"]*)"$|,?le="(?<bound>[^"]*)"(?=\})""", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex BoundLabel();
}
