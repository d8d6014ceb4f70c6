using System.Globalization;
using System.Text;

namespace Roadmap.Api.Operations;

/// <summary>
/// Prometheus' text exposition format 0.0.4 (<c>prometheus.io/docs/instrumenting/exposition_formats</c>). Names are made of .NET's as OpenTelemetry's
/// exporters do: other characters become <c>_</c>, the unit is appended, and counters end in <c>_total</c>.
/// </summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new(16 * 1024);

    public static string NameOf(string instrument, string? unit, bool isCounter)
    {
        var suffix = unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return Name(instrument) + suffix + (isCounter ? "_total" : "");
    }

    /// <summary>The label pairs as they stand between the braces.</summary>
    /// <param name="tags">The measurement's; an instrument gives them always in the same order.</param>
    /// <param name="kept">The keys that are kept; null for all.</param>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags, string[]? kept)
    {
        if (tags.IsEmpty || kept is { Length: 0 })
            return "";
        var pairs = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (kept is null || kept.Contains(key, StringComparer.Ordinal))
                pairs.Append(pairs.Length > 0 ? "," : "").Append(Name(key)).Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return pairs.ToString();
    }

    public static string With(string labels, string name, double value)
    {
        var pair = $"{name}=\"{Number(value)}\"";
        return labels.Length == 0 ? pair : $"{labels},{pair}";
    }

    public void Head(string name, string help, string type) =>
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {EscapeHelp(help)}\n# TYPE {name} {type}\n");

    public void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
            _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    public override string ToString() => _text.ToString();

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Name(string name) => string.Create(name.Length, name, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsAsciiLetter(from[i]) || (i > 0 && char.IsAsciiDigit(from[i])) ? from[i] : '_';
    });

    private static string EscapeHelp(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Escape(string value) => EscapeHelp(value).Replace("\"", "\\\"", StringComparison.Ordinal);
}
