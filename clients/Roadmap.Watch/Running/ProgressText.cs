using System.Globalization;
using System.Text.RegularExpressions;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Running;

/// <summary>How far a command says that it is.</summary>
/// <param name="Percentage">0 to 100.</param>
/// <param name="Message">The line, without what draws a bar in it.</param>
internal sealed record OutputProgress(double Percentage, string Message);

/// <summary>Finds progress in what commands write: <c>42%</c>, <c>3/10</c>, and the bars of tqdm and its like.</summary>
internal static partial class ProgressText
{
    private const int MessageLength = 200;

    /// <param name="line">A line, or the begin of one.</param>
    /// <param name="isWhole">Of a begin only percentages are taken: 3/1 may become 3/10.</param>
    public static OutputProgress? Find(string line, bool isWhole)
    {
        try
        {
            var text = EscapeSequence().Replace(line, "");
            return Percentage(text, isWhole) is { } percentage ? new OutputProgress(percentage, MessageOf(text)) : null;
        }
        catch (RegexMatchTimeoutException)
        {
            // A machine that is too busy for this has better things to do.
            return null;
        }
    }

    private static double? Percentage(string text, bool isWhole)
    {
        foreach (Match match in Percent().Matches(text))
        {
            if (double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) is <= 100 and var percentage)
                return percentage;
        }

        foreach (Match match in isWhole ? Fraction().Matches(text) : Enumerable.Empty<Match>())
        {
            var (done, all) = (double.Parse(match.Groups["done"].ValueSpan), double.Parse(match.Groups["all"].ValueSpan));
            if (all > 0 && done <= all)
                return 100 * done / all;
        }

        return null;
    }

    private static string MessageOf(string text) =>
        Printable.Line(Spaces().Replace(DrawnBar().Replace(text, " "), " ").Trim(), MessageLength);

    [GeneratedRegex(@"(?<![\w.,-])(?<number>[0-9]{1,3}(\.[0-9]{1,6})?)\s?%(?!\w)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Percent();

    [GeneratedRegex(@"(?<![\w/.:-])(?<done>[0-9]{1,9})\s?/\s?(?<all>[0-9]{1,9})(?![\w/:-]|\.[0-9])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\|[\u2580-\u259F#=>. -]*\||\[[\u2580-\u259F#=>. -]{3,}\]", RegexOptions.None, 1000)]
    private static partial Regex DrawnBar();

    [GeneratedRegex(@"\e(\[[0-?]*[ -/]*[@-~]|\][^\a\e]*(\a|\e\\)?|.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EscapeSequence();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
