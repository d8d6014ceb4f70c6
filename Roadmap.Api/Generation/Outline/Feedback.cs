using System.Text.RegularExpressions;

namespace Roadmap.Api.Generation.Outline;

/// <summary>One thing that feedback asks for.</summary>
internal abstract record Wish
{
    public sealed record Shorter : Wish;

    public sealed record MorePractice : Wish;

    public sealed record LeaveOut(string What) : Wish;

    public sealed record Add(string What) : Wish;

    public sealed record NotUnderstood(string Words) : Wish;
}

/// <summary>
/// Reads a reviewer's feedback, in English or Chinese, into wishes, in their order. It knows four; what is neither one of them nor a
/// word of courtesy comes back as not understood, so that no part of the feedback is lost in silence.
/// </summary>
internal static partial class Feedback
{
    /// <summary>Words of a thing that goes on a list of what to leave out; what is longer is a sentence of its own.</summary>
    private const int LongestContinuation = 3;

    /// <param name="feedback">What the reviewer wrote.</param>
    /// <param name="isName">Whether words that could be a list of two things ("HTTP and REST") are the name of one.</param>
    public static IReadOnlyList<Wish> Read(string feedback, Func<string, bool> isName)
    {
        var wishes = new List<Wish>();
        foreach (var sentence in SentenceEnd().Split(feedback))
        {
            // "leave out Docker, Redis": the second clause goes on with the verb of the first, but not across sentences.
            Wish? carried = null;
            foreach (var clause in ClauseEnd().Split(sentence))
            {
                var read = ReadClause(VerbFirst(clause), isName, carried).ToList();
                wishes.AddRange(read);
                carried = read.LastOrDefault() ?? carried;
            }
        }

        return [.. wishes.Distinct()];
    }

    private static IEnumerable<Wish> ReadClause(string clause, Func<string, bool> isName, Wish? carried)
    {
        var verbs = Verbs().Matches(clause);
        if (verbs.Count == 0)
        {
            if (WithoutCourtesy(clause).Length == 0)
                return [];
            var listed = Things(clause, isName);
            return carried switch
            {
                Wish.LeaveOut when listed.TrueForAll(thing => thing.Split(' ').Length <= LongestContinuation) =>
                    listed.Select(thing => new Wish.LeaveOut(thing)),
                Wish.Add when listed.TrueForAll(thing => isName(thing) || LatinWord().IsMatch(thing)) =>
                    listed.Select(thing => new Wish.Add(thing)),
                _ => [new Wish.NotUnderstood(clause.Trim())],
            };
        }

        if (verbs.Any(verb => verb.Groups["negated"].Success))
            return [new Wish.NotUnderstood(clause.Trim())];

        var wishes = new List<Wish>();
        Leftover(clause[..verbs[0].Index], wishes);
        for (var i = 0; i < verbs.Count; i++)
        {
            var verb = verbs[i];
            var end = i + 1 < verbs.Count ? verbs[i + 1].Index : clause.Length;
            var tail = clause[(verb.Index + verb.Length)..end];
            if (verb.Groups["shorter"].Success || verb.Groups["practice"].Success)
            {
                wishes.Add(verb.Groups["shorter"].Success ? new Wish.Shorter() : new Wish.MorePractice());
                Leftover(tail, wishes);
                continue;
            }

            var things = Things(tail, isName);
            if (things.Count == 0)
                wishes.Add(new Wish.NotUnderstood(verb.Value.Trim()));
            wishes.AddRange(
                things.Select<string, Wish>(thing => verb.Groups["leave_out"].Success ? new Wish.LeaveOut(thing) : new Wish.Add(thing)));
        }

        return wishes;
    }

    private static void Leftover(string words, List<Wish> wishes)
    {
        if (WithoutCourtesy(words).Length > 0)
            wishes.Add(new Wish.NotUnderstood(words.Trim()));
    }

    /// <summary>The one thing that the words name, or the things that they list.</summary>
    private static List<string> Things(string words, Func<string, bool> isName)
    {
        var whole = Thing(words);
        return isName(whole) ? [whole] : [.. And().Split(words).Select(Thing).Where(thing => thing.Length > 0)];
    }

    private static string Thing(string words) =>
        ThingEdges().Replace(words.Trim(), "").Trim(' ', '"', '\'', '“', '”', '‘', '’', '「', '」', '《', '》', '`');

    /// <summary>"leave Docker out" and "把 Docker 去掉", with the verb where it stands otherwise.</summary>
    private static string VerbFirst(string clause) => ObjectBeforeVerb().Replace(clause, match =>
        match.Groups["add_zh"].Success || match.Groups["put"].Success
            ? $" add {match.Groups["what"].Value} "
            : $" remove {match.Groups["what"].Value} ");

    private static string WithoutCourtesy(string words) => Courtesy().Replace(words, " ").Trim();

    [GeneratedRegex(@"(?:[.!?](?=\s|$)|[。！？\n\r])+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SentenceEnd();

    // A list of what to add goes on with a known name or a single name such as "gRPC": anything else would become a concept.
    [GeneratedRegex(@"^[A-Za-z0-9.#+-]+$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LatinWord();

    [GeneratedRegex(@"[,;:，；：]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ClauseEnd();

    [GeneratedRegex(@"\s+(?:and|or|as\s+well\s+as|plus)\s+|\s*&\s*|、|以及|和|与|跟|及", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex And();

    [GeneratedRegex(
        @"\b(?:leave|take|cut)\s+(?<what>(?!out\b)[^,;]{1,80}?)\s+out\b|\b(?<put>put)\s+(?<what>[^,;]{1,80}?)\s+in\b|把\s*(?<what>.{1,40}?)\s*(?:(?<add_zh>加上|加进来|加进去|加入|添加上|补上)|去掉|去除|删除|删掉|移除|拿掉|删了|去了|省略)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ObjectBeforeVerb();

    // The order counts: "add more practice" is no wish to add, "don't include" is one to leave out.
    [GeneratedRegex(
        @"(?<shorter>\b(?:(?:make\s+it\s+)?(?:much\s+|a\s+(?:bit|little)\s+)?shorter|too\s+(?:long|many\s+hours|much\s+time)|shorten|less\s+time|fewer\s+hours|(?:reduce|cut)\s+the\s+(?:hours|time|length|workload)|condense)\b|不要太长|太长|太久|短一点|短一些|短点|短些|更短|缩短|精简|压缩|减少(?:总)?(?:时间|学时|课时|时长|内容))"
        + @"|(?<practice>\b(?:add\s+|with\s+|include\s+|i\s+want\s+|give\s+me\s+)?more\s+(?:hands[- ]on(?:\s+(?:practice|work|exercises|projects))?|(?:practical\s+)?(?:practi[cs]e|exercises?|projects?)|practical\s+work)\b|(?:增加|添加|加|多做|多加)?(?:更多|多一些|多一点|多点|多些|一些|一点|些|点)(?:的)?(?:动手)?(?:练习|实践|实战|项目|动手)|(?:增加|添加|加强)(?:练习|实践|实战)|多(?:练习|实践|动手))"
        + @"|(?<leave_out>\b(?:(?:don['’]?t|do\s+not)\s+(?:include|cover|want|need)|leave\s+out|leaving\s+out|remove|without|drop|skip|exclude|delete|omit|no\s+need\s+for|take\s+out|cut\s+out|get\s+rid\s+of)\b|不要包含|不要学|不要|去掉|去除|删除|删掉|移除|不想学|不学|跳过|省略|不需要|拿掉)"
        + @"|(?<negated>\b(?:don['’]?t|do\s+not|never)\b|别)"
        + @"|(?<add>\b(?:add|include|insert|also\s+cover|cover|bring\s+in|put\s+in)\b|增加|添加|加上|加入|补充|新增|还想学|想学|再加|加)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Verbs();

    [GeneratedRegex(
        @"^(?:(?:the|a|an|some|something|anything|everything|all|any|about|of|on|also|concepts?|topics?|sections?|modules?|parts?|please)\s+|关于|有关|所有|一些|一下|一个|对|的)+|(?:\s+(?:please|too|as\s+well|also|concepts?|topics?|sections?|modules?|parts?|stuff|from\s+(?:it|the\s+(?:plan|roadmap))|to\s+(?:it|the\s+(?:plan|roadmap))|for\s+(?:now|me)|and|but|then|thanks)|的?(?:内容|部分|模块|章节|知识点)|吧|了|谢谢|并且|而且|同时|并)+$",
        RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ThingEdges();

    [GeneratedRegex(
        @"\b(?:it|is|it['’]s|this|that|the|plan|roadmap|curriculum|whole|make|be|should|can|could|would|will|you|we|please|i|i['’]d|want|like|prefer|need|to|a|an|bit|little|much|and|but|also|then|for|me|my|taste|thanks|thank|think|looks?|good|nice|ok|okay|fine|great|hello|hi|very|far|way|still|so|some|more|of|with|just|only|in|all|too)\b|请|麻烦|我|觉得|想|希望|需要|要|这个|整个|计划|路线图|课程|内容|有点|有些|一点|一些|一下|点|些|了|吧|的|能|可以|再|太|并且|而且|同时|另外|然后|但是|但|并|且|和|也|还|让|它|把|给|学习|时间|谢谢|很好|不错|好|[\s\p{P}]",
        RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Courtesy();
}
