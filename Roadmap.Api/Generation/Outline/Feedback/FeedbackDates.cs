using System.Globalization;
using System.Text.RegularExpressions;

namespace Roadmap.Api.Generation.Outline.Feedback;

/// <summary>Dates as they are written in feedback.</summary>
internal static class FeedbackDates
{
    private const string Month =
        "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

    public const string English =
        @"(?:(?<iso>\d{4}-\d{1,2}-\d{1,2})\b|(?:(?<ending>the\s+end\s+of\s+)?(?:(?<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
        + Month + @"\b(?:\s+(?<day>\d{1,2})(?:st|nd|rd|th)?\b)?(?:,?\s+(?<year>\d{4})\b)?))";

    public const string Chinese =
        @"(?:(?<iso>\d{4}-\d{1,2}-\d{1,2})|(?:(?<year>\d{4})\s*年\s*)?(?<number>\d{1,2})\s*月\s*(?:(?<day>\d{1,2})\s*[日号]|(?<ending>底))?)";

    private static readonly string[] s_months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
    ];

    /// <summary>
    /// The day that a match of one of the patterns names; of a year that is not named, the first after today. Null: no day.
    /// </summary>
    public static DateOnly? Read(Match match, DateOnly today)
    {
        if (match.Groups["iso"].Success)
        {
            string[] forms = ["yyyy-MM-dd", "yyyy-M-d"];
            return DateOnly.TryParseExact(match.Groups["iso"].Value, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date
                : null;
        }

        var month = match.Groups["month"].Success
            ? Array.IndexOf(s_months, match.Groups["month"].Value[..3].ToLowerInvariant()) + 1
            : Number(match, "number");
        if (month is not (>= 1 and <= 12))
            return null;
        if (Number(match, "year") is { } year)
            return Day(match, year, month.Value);
        return Day(match, today.Year, month.Value) is { } thisYear && thisYear > today ? thisYear : Day(match, today.Year + 1, month.Value);
    }

    private static DateOnly? Day(Match match, int year, int month)
    {
        if (year is < 1 or > 9998)
            return null;
        var last = DateTime.DaysInMonth(year, month);
        var day = Number(match, "day") ?? (match.Groups["ending"].Success ? last : 1);
        return day >= 1 && day <= last ? new DateOnly(year, month, day) : null;
    }

    private static int? Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : null;
}
