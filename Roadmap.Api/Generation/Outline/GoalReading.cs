using System.Text.RegularExpressions;
using Roadmap.Api.Pipeline;

namespace Roadmap.Api.Generation.Outline;

/// <summary>Reads a learner's goal: its language and its topic.</summary>
internal static partial class GoalReading
{
    private const int LongestTopic = 60;

    /// <summary>The language asked for when the catalogue has it, else the goal's own.</summary>
    public static string Language(string? asked, string goal) =>
        Catalogued(asked)
        ?? (OtherLanguage(goal) is null && ChineseCharacter().Count(goal) > LatinWord().Count(goal)
            ? Languages.Chinese
            : Languages.English);

    /// <summary>The language of a goal whose script says that it is none of the catalogue's, or null.</summary>
    public static string? OtherLanguage(string goal) =>
        Kana().IsMatch(goal) ? "日本語"
        : Hangul().IsMatch(goal) ? "한국어"
        : null;

    /// <summary>The catalogue's language that a tag names, or null.</summary>
    public static string? Catalogued(string? tag) => tag?.Trim().Split('-', '_')[0].ToLowerInvariant() switch
    {
        Languages.Chinese => Languages.Chinese,
        Languages.English => Languages.English,
        _ => null,
    };

    /// <summary>What the goal is about, without the words that only say that someone wants to learn it.</summary>
    public static string Topic(string goal)
    {
        var topic = Closing().Replace(Opening().Replace(goal.Trim(), ""), "").Trim();
        if (topic.Length == 0)
            topic = goal.Trim();
        return topic.Truncated(LongestTopic);
    }

    [GeneratedRegex(@"[\u3400-\u9fff]", RegexOptions.NonBacktracking)]
    private static partial Regex ChineseCharacter();

    [GeneratedRegex(@"[\u3041-\u30ff]", RegexOptions.NonBacktracking)]
    private static partial Regex Kana();

    [GeneratedRegex(@"[\uac00-\ud7af]", RegexOptions.NonBacktracking)]
    private static partial Regex Hangul();

    [GeneratedRegex("[A-Za-z]+", RegexOptions.NonBacktracking)]
    private static partial Regex LatinWord();

    [GeneratedRegex(
        @"^(我|请|想要|想|要|希望|打算|帮我|系统地|系统|从零开始|零基础|学习|学会|学好|掌握|了解|成为|一名|一个|入门|如何|怎么|怎样|学)+\s*|^((please|i\s+(want|wish|need|plan)|i['’]?d\s+like|i\s+would\s+like|help\s+me|teach\s+me|how)\s+)*(to\s+)?((learn|study|become|master|understand|know|improve|practi[sc]e|get\s+(better|good|started)\s+(at|with|in|on)|start(\s+with)?)\s+)*((about|how\s+to|to|be|my|an|a|the)\s+)*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Opening();

    [GeneratedRegex(
        @"([\s.!?。！？]|入门|教程|基础|\bplease)+$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Closing();
}
