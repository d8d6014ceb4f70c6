using System.Text.RegularExpressions;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Feedback;

/// <summary>How feedback speaks of the order of a plan, in English and Chinese.</summary>
internal static partial class FeedbackOrder
{
    /// <summary>What "Docker before Linux" says; null when the clause says nothing like it.</summary>
    public static OrderWords? Read(string clause)
    {
        var straight = Lead().Replace(clause.Trim(), "");
        foreach (var pattern in (Regex[])[First(), Last(), Beside()])
        {
            if (pattern.Match(straight) is not { Success: true } match || match.Value.Any(FeedbackFigures.IsMark))
                continue;
            var what = FeedbackWords.Thing(match.Groups["what"].Value);
            var beside = match.Groups["beside"].Success ? FeedbackWords.Thing(match.Groups["beside"].Value) : null;
            var place = pattern == First() ? PlanPlace.First
                : pattern == Last() ? PlanPlace.Last
                : match.Groups["after"].Success ? PlanPlace.After
                : PlanPlace.Before;
            return what.Length == 0 || beside?.Length == 0
                ? null
                : new OrderWords(what, place, beside, match.Groups["moves"].Success, match.Groups["adds"].Success);
        }

        return null;
    }

    /// <summary>"SQL first, then Python" as one clause.</summary>
    public static string Straightened(string sentence) => Then().Replace(sentence, match =>
        match.Groups["zh"].Success
            ? $"{match.Groups["what"].Value}放到{match.Groups["beside"].Value}之前"
            : $"move {match.Groups["what"].Value} before {match.Groups["beside"].Value}");

    [GeneratedRegex(
        @"^(?:(?:please|and|but|then|also|so|i|we|you|want|would|could|can|should|like|prefer|to|have|let['’]?s|rather|i['’]d|see|it['’]s|better|is)\s+)+|^(?:请|麻烦|我|想要?|希望|要|可以|能不能|最好|应该|而且|并且|但是?)+",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Lead();

    private const string Verb =
        @"(?:(?:(?<moves>move|put|place|shift|bring|push|pull|reorder)|(?<adds>add|include|insert)|teach|do|learn|study|cover|take|show|introduce|have)\s+)?";

    private const string Comes =
        @"(?:\s+(?:should|must|has\s+to|needs\s+to|to|can|could|come|comes|be|is|go|goes|stand|taught|moved|right|directly|up|forward|back|down)\b)*";

    [GeneratedRegex(
        "^" + Verb + @"(?<what>\S.*?)" + Comes
        + @"\s+(?:(?<before>before|ahead\s+of|in\s+front\s+of|prior\s+to|earlier\s+than)|(?<after>after|behind|following|later\s+than))\s+(?<beside>\S.*)$"
        + @"|^(?:(?<moves>把|将)|(?<adds>增加|添加|加上|加))?\s*(?:先学|先讲)?(?<what>\S.*?)\s*(?:应该?|要)?(?:放|移动?|挪|排|调整?|安排|提|学|讲)?(?:到|在)\s*(?<beside>[^\s最].*?)\s*(?:的)?(?:(?<before>之前|前面|以前|前)|(?<after>之后|后面|以后|后))(?:再?[学讲])?$"
        + @"|^先(?:学习?|讲|教)\s*(?<what>\S.*?)\s*(?<before>再|然后再?|后)(?:学习?|讲|教)\s*(?<beside>\S.*)$"
        + @"|^(?:学|讲)(?:完|了)\s*(?<beside>\S.*?)\s*(?:以后|之后|后)?(?<after>再)(?:学习?|讲)\s*(?<what>\S.*)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Beside();

    [GeneratedRegex(
        @"^(?:start|begin|starting|beginning)\s+(?:it\s+)?with\s+(?<what>\S.*)$"
        + "|^" + Verb + @"(?<what>\S.*?)" + Comes
        + @"\s+(?:first|earlier|(?:at|to|in)\s+the\s+(?:very\s+)?(?:beginning|start|front|top)|as\s+early\s+as\s+possible|up\s+front)(?:\s+(?:of\s+(?:it|the\s+(?:plan|roadmap))|please|instead|of\s+all))*$"
        + @"|^(?:先|首先)(?:从|学习?|讲讲?|教)\s*(?<what>\S.*?)(?:开始)?$|^从\s*(?<what>\S.*?)\s*(?:开始)(?:学|讲)?$"
        + @"|^(?:(?<moves>把|将)|(?<adds>增加|添加|加上|加))?\s*(?<what>\S.*?)\s*(?:应该?|要)?(?:(?:放|移动?|挪|排|提|调|安排)(?:到|在)?\s*(?:最前面?|前面|开头|最开始|第一[个位]?|最先)|提前|先学|先讲)(?:[学讲])?(?:一点|一些)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex First();

    [GeneratedRegex(
        @"^(?:end|finish)\s+with\s+(?<what>\S.*)$"
        + "|^" + Verb + @"(?<what>\S.*?)" + Comes
        + @"\s+(?:last|(?:at|to|towards?|in)\s+the\s+(?:very\s+)?(?:end|bottom)|at\s+last|as\s+late\s+as\s+possible)(?:\s+(?:of\s+(?:it|the\s+(?:plan|roadmap))|please|instead))*$"
        + @"|^最后(?:再)?(?:学习?|讲|教)\s*(?<what>\S.*)$"
        + @"|^(?:(?<moves>把|将)|(?<adds>增加|添加|加上|加))?\s*(?<what>\S.*?)\s*(?:应该?|要)?(?:(?:放|移动?|挪|排|留|调|安排)(?:到|在)?\s*(?:最后面?|末尾|结尾|后面)|最后再?[学讲])(?:[学讲])?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Last();

    [GeneratedRegex(
        @"\b(?:(?:teach|do|learn|cover|start\s+with)\s+)?(?<what>[^\s,;][^,;]*?)\s+first\s*[,;]?\s+(?:and\s+)?then\s+(?:(?:teach|do|learn|cover)\s+)?(?<beside>[^,;]+)"
        + @"|\bfirst\s+(?:(?:teach|do|learn|cover)\s+)?(?<what>[^\s,;][^,;]*?)\s*[,;]?\s+(?:and\s+)?then\s+(?:(?:teach|do|learn|cover)\s+)?(?<beside>[^,;]+)"
        + @"|(?<zh>先)(?:学习?|讲|教)\s*(?<what>[^，,；;]+?)\s*[，,；;]?\s*(?:再|然后再?)(?:学习?|讲|教)\s*(?<beside>[^，,；;]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Then();
}

/// <param name="What">What is to have another place.</param>
/// <param name="Place">Where.</param>
/// <param name="Beside">What it is to come before or after.</param>
/// <param name="Moves">Whether the words can mean nothing else, whatever they name.</param>
/// <param name="Adds">Whether it is to be added there.</param>
internal sealed record OrderWords(string What, PlanPlace Place, string? Beside, bool Moves, bool Adds);
