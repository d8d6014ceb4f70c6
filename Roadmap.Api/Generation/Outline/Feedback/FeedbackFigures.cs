using System.Globalization;
using System.Text.RegularExpressions;

namespace Roadmap.Api.Generation.Outline.Feedback;

/// <summary>
/// The parts of feedback that are figures: "3 hours a week", "in 8 weeks", "by 1 March". They are read first, since a date may hold a comma
/// and a number may stand anywhere; each leaves one character in its place, of those that no text has a meaning for.
/// </summary>
internal sealed partial class FeedbackFigures
{
    private const char FirstMark = '\uE000';
    private const char LastMark = '\uE0FF';
    private const double WeeksOfMonth = 52.0 / 12;

    private readonly List<(Wish Wish, string Words)> _found = [];

    private FeedbackFigures()
    {
    }

    /// <summary>The feedback with a mark for each figure.</summary>
    public string Text { get; private set; } = "";

    /// <param name="feedback">What the reviewer wrote.</param>
    /// <param name="today">The day that a date without a year comes after.</param>
    public static FeedbackFigures Read(string feedback, DateOnly today)
    {
        var figures = new FeedbackFigures();
        var text = PrivateUse().Replace(feedback, " ");
        text = figures.Mark(HoursEnglish(), text, match => HoursAWeek(match));
        text = figures.Mark(HoursChinese(), text, match => HoursAWeek(match));
        text = figures.Mark(FewerHours(), text, _ => new Wish.FewerHoursPerWeek());
        text = figures.Mark(Dates(), text, match => FeedbackDates.Read(match, today) is { } date ? new Wish.FinishBy(date) : null);
        text = figures.Mark(FirstOnes(), text, match => new Wish.FirstConcepts((int)Math.Clamp(FeedbackNumbers.Read(match), 0, 1_000)));
        text = figures.Mark(Span(), text, match => WeeksIn(match));
        figures.Text = text;
        return figures;
    }

    public static bool IsMark(char c) => c is >= FirstMark and <= LastMark;

    public Wish WishOf(char mark) => _found[mark - FirstMark].Wish;

    /// <summary>The words with the figures that their marks stand for.</summary>
    public string Restored(string words) =>
        words.Any(IsMark) ? string.Concat(words.Select(c => IsMark(c) ? $" {_found[c - FirstMark].Words} " : $"{c}")).Trim() : words;

    private string Mark(Regex figure, string text, Func<Match, Wish?> read) => figure.Replace(text, match =>
    {
        if (_found.Count > LastMark - FirstMark || read(match) is not { } wish)
            return match.Value;
        _found.Add((wish, Restored(match.Value).Trim()));
        return $" {(char)(FirstMark + _found.Count - 1)} ";
    });

    private static Wish.HoursPerWeek HoursAWeek(Match match)
    {
        var hours = FeedbackNumbers.Read(match) / (match.Groups["minutes"].Success ? 60 : 1);
        var times = match.Groups["day"].Success ? 7 : match.Groups["weekday"].Success ? 5 : 1;
        return new Wish.HoursPerWeek(Math.Round(hours * times * 2, MidpointRounding.AwayFromZero) / 2);
    }

    private static Wish.Fit? WeeksIn(Match match)
    {
        var count = FeedbackNumbers.Read(match);
        var weeks = match.Groups["days"].Success ? count / 7 : match.Groups["months"].Success ? count * WeeksOfMonth : count;
        return weeks > 0 ? new Wish.Fit(Math.Round(weeks, 1)) : null;
    }

    [GeneratedRegex(@"[\uE000-\uF8FF]", RegexOptions.NonBacktracking)]
    private static partial Regex PrivateUse();

    [GeneratedRegex(
        @"(?:\b(?:(?:but|and|because|since|as)\s+)?(?:i|we)(?:['’](?:ve|ll|d))?\s+(?:(?:only|just|have|got|can|could|will|would|spend|spare|manage|study|do|make|learn|like|want|to|need)\s+)*)?(?:\b(?:only|just|at\s+most|maximum|max|up\s+to|about|around|with|for|rather)\s+){0,3}"
        + FeedbackNumbers.English
        + @"\s*-?\s*(?:(?<minutes>minutes?|mins?)|hours?|hrs?|h)\s*(?:of\s+\w+\s+)?(?:\b(?:a|an|per|each|every)\s+|/\s*)(?:(?<weekday>weekday|working\s+day)|week|wk|weekend|(?<day>day|evening|morning|night))\b(?:\s+(?:only|max|maximum|at\s+most|instead))?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HoursEnglish();

    [GeneratedRegex(
        @"(?:我?(?:只有|只能|可以|大概|大约|最多))?(?:每个?|一)(?:(?<weekday>工作日)|(?<day>天|日|晚上?)|周|星期|礼拜)(?:我|只有|只能|最多|大概|大约|学习|学|花|可以|有|安排|改成|改为|用|时间){0,6}\s*"
        + FeedbackNumbers.Chinese + @"\s*个?(?:(?<minutes>分钟)|小时|钟头|h)(?:的?时间)?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HoursChinese();

    [GeneratedRegex(
        @"\b(?:fewer|less)\s+(?:hours?|time)\s+(?:a|per|each|every)\s+week\b|每周(?:的)?(?:时间|学时|小时|课时)?(?:少|减少)(?:一点|一些|点|些)?(?:时间|学时|小时|课时)?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FewerHours();

    [GeneratedRegex(
        @"(?:\b(?:(?:must|should|has\s+to|needs?\s+to|want\s+to|be|it|to)\s+){0,4}(?:finish|finished|done|ready|complete|completed|end)\s+(?:it\s+|this\s+)?)?\b(?:by|before|until|no\s+later\s+than)\s+"
        + FeedbackDates.English + @"|在?" + FeedbackDates.Chinese + @"(?:之前|以前|前)(?:要|能|就)?(?:学完|完成|结束|搞定)?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Dates();

    [GeneratedRegex(
        @"\b(?:(?:only|just|keep)\s+){1,2}the\s+first\s+" + FeedbackNumbers.English + @"\s+(?:concepts?|topics?|lessons?)\b|只(?:要|学|保留|留)前"
        + FeedbackNumbers.Chinese + @"个(?:知识点|内容|主题)?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FirstOnes();

    [GeneratedRegex(
        @"(?:\b(?:(?:i|we)(?:['’]ve)?\s+)?(?:(?:make|it|must|should|has\s+to|can|want|need|have|only|just|got|to|be)\s+){0,6}(?:(?:fit|finish|finished|done|complete|squeeze|do|shorten|cut|reduce|compress)\s+)?(?:(?:it|everything|this|that|the\s+(?:plan|roadmap))\s+)?(?:down\s+)?)?\b(?:within|into|in|to|under|at\s+most|no\s+more\s+than|less\s+than|have|only|just|max)\s+(?:(?:at\s+most|about|only|just)\s+)?"
        + FeedbackNumbers.English
        + @"\s*-?\s*(?:(?<days>days?)|weeks?|(?<months>months?))\b(?:\s+(?:only|max|maximum|at\s+most|in\s+total|instead))?"
        + @"|(?:压缩到|缩短到|控制在|安排在|减到|只有|在)\s*" + FeedbackNumbers.Chinese
        + @"\s*个?(?:(?<days>天)|周|星期|礼拜|(?<months>月))(?:时间)?(?:之?内|以内|里)?(?:学完|完成|结束|搞定)?"
        + "|" + FeedbackNumbers.Chinese
        + @"\s*个?(?:(?<days>天)|周|星期|礼拜|(?<months>月))(?:时间)?(?:(?:之?内|以内|里)(?:学完|完成|结束|搞定)?|学完|完成|结束|搞定)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Span();
}

/// <summary>Numbers as they are written in feedback.</summary>
internal static class FeedbackNumbers
{
    public const string English =
        @"(?<number>\d{1,5}(?:[.,]\d)?|half\s+an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)";

    public const string Chinese = "(?<number>[0-9]{1,5}(?:[.][0-9])?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半])";

    private static readonly string[] s_english = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"
    ];

    private const string ChineseDigits = "零一二三四五六七八九";

    /// <summary>The number that a match of one of the patterns has.</summary>
    public static double Read(Match match)
    {
        var words = match.Groups["number"].Value.ToLowerInvariant().Replace(',', '.');
        if (double.TryParse(words, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number;
        return words switch
        {
            "a" or "an" => 1,
            "fifteen" => 15,
            "twenty" => 20,
            "半" => 0.5,
            "两" => 2,
            _ when words.StartsWith("half", StringComparison.Ordinal) => 0.5,
            _ when words.Contains('十', StringComparison.Ordinal) => Tens(words),
            _ when words.Length == 1 => ChineseDigits.IndexOf(words[0], StringComparison.Ordinal),
            _ => Array.IndexOf(s_english, words),
        };
    }

    private static double Tens(string words)
    {
        var at = words.IndexOf('十', StringComparison.Ordinal);
        var tens = at == 0 ? 1 : Digit(words[at - 1]);
        return (tens * 10) + (at + 1 < words.Length ? Digit(words[at + 1]) : 0);
    }

    private static int Digit(char c) => c == '两' ? 2 : ChineseDigits.IndexOf(c, StringComparison.Ordinal);
}
