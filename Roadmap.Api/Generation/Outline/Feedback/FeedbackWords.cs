using System.Text.RegularExpressions;

namespace Roadmap.Api.Generation.Outline.Feedback;

/// <summary>The words by which feedback is understood, in English and Chinese.</summary>
internal static partial class FeedbackWords
{
    private const int LongestTopicInWords = 4;
    private const int LongestTopic = 40;

    /// <summary>What is longer is no name of anything in a plan, whatever words stand around it.</summary>
    private const int LongestPart = 80;

    /// <summary>
    /// Milliseconds, of the one expression that looks ahead and so cannot be matched in linear time. Feedback is bounded, and takes it a
    /// thousandth of that; a limit that a busy machine comes near to would fail plain texts there.
    /// </summary>
    private const int LongestMatch = 30_000;

    /// <summary>The groups of <see cref="Verbs"/>.</summary>
    public static readonly IReadOnlyList<string> Kinds = [
        "figure", "harder", "easier", "level",
        "shorter", "practice", "less_practice", "theory", "keep", "known", "leave_out", "negated", "more", "less", "add"
    ];

    /// <summary>A sentence that asks and wants no change: "what would you add?", but not "can you add Docker?".</summary>
    public static bool IsQuestion(string sentence, string end) =>
        Question().Matches(sentence).Any(match => !match.Groups["offer"].Success)
        || (end.Any(c => c is '?' or '？') && (Asking().IsMatch(sentence) || AsksInChinese(sentence)));

    /// <summary>"难吗", but not "可以加 Docker 吗".</summary>
    private static bool AsksInChinese(string sentence) =>
        sentence.TrimEnd() is [.., '吗' or '呢'] && !sentence.Contains('能', StringComparison.Ordinal)
        && !sentence.Contains("可以", StringComparison.Ordinal);

    public static bool HasLetters(string words) => words.Any(char.IsLetterOrDigit);

    public static bool IsPronoun(string thing) => Pronoun().IsMatch(thing);

    /// <summary>Whether the words can be the name of something to learn, which nobody here knows.</summary>
    public static bool IsTopic(string thing) =>
        thing.Length <= LongestTopic
        && thing.Any(char.IsLetter)
        && thing.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= LongestTopicInWords
        && !NoTopic().IsMatch(thing)
        && !thing.Any(FeedbackFigures.IsMark);

    public static string Thing(string words)
    {
        var thing = words;
        string before;
        do
        {
            before = thing;
            thing = ThingEdges().Replace(thing.Trim(), "").Trim(' ', '"', '\'', '“', '”', '‘', '’', '「', '」', '《', '》', '`', '(', ')');
        }
        while (thing != before);
        return thing;
    }

    /// <summary>The words without those that ask for nothing.</summary>
    public static string WithoutCourtesy(string words) => Courtesy().Replace(words, " ").Trim();

    /// <summary>"instead of FastAPI, use Django", with its parts in the usual order and no comma between them.</summary>
    public static string Straightened(string sentence) =>
        FeedbackOrder.Straightened(InsteadFirst().Replace(sentence, "${new} instead of ${old}"));

    /// <summary>"leave Docker out" and "把 Docker 去掉", with the verb where it stands otherwise.</summary>
    public static string VerbFirst(string clause) => ObjectBeforeVerb().Replace(clause, match =>
    {
        var what = match.Groups["what"].Value;
        if (what.Length > LongestPart)
            return match.Value;
        // "leave out SQL and take Docker out": the first has its verb where it belongs.
        if (what.StartsWith("out ", StringComparison.OrdinalIgnoreCase))
            return match.Value[..match.Value.IndexOf(what, StringComparison.Ordinal)] + VerbFirst($" {what} out");
        var verb = match.Groups["add_zh"].Success || match.Groups["put"].Success ? "add"
            : match.Groups["known_zh"].Success ? "已经会"
            : match.Groups["more_zh"].Success ? "多讲一点"
            : match.Groups["less_zh"].Success ? "少讲一点"
            : "remove";
        return $" {verb} {what} ";
    });

    /// <summary>What "Django instead of FastAPI" says; null when the clause says nothing like it.</summary>
    public static (string Lead, string Old, string New, bool IsPlain)? InsteadOf(string clause)
    {
        var match = Instead().Match(clause);
        if (!match.Success || match.Value.Any(FeedbackFigures.IsMark))
            return null;
        var with = Thing(InsteadLead().Replace(match.Groups["new"].Value, ""));
        var what = Thing(match.Groups["old"].Value);
        return IsTopic(with) && HasLetters(what) && what.Length <= LongestPart
            ? (match.Groups["lead"].Value, what, with, !match.Groups["change"].Success) : null;
    }

    [GeneratedRegex(@"(?<end>(?:[.!?](?:\s|$)|[。！？\n\r])+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    public static partial Regex SentenceEnd();

    // A list of what to add goes on with a known name or a single name such as "gRPC": anything else would become a concept.
    [GeneratedRegex(@"^[A-Za-z0-9.#+-]+$", RegexOptions.NonBacktracking)]
    public static partial Regex LatinWord();

    [GeneratedRegex(@"[,;:，；：]+", RegexOptions.NonBacktracking)]
    public static partial Regex ClauseEnd();

    [GeneratedRegex(
        @"\s+(?:and|or|as\s+well\s+as|plus)\s+|\s*&\s*|、|以及|和|与|跟|及", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    public static partial Regex And();

    [GeneratedRegex(
        @"\b(?:i\s+(?:actually\s+|rather\s+)?meant|it\s+should\s+be\s+about|(?:make|turn)\s+(?:it|this)\s+(?:into\s+)?a\s+plan\s+(?:for|about|on)|i\s+wanted\s+a\s+plan\s+(?:for|about|on)|the\s+subject\s+(?:is|should\s+be))\s+(?<what>.+)$|(?:我(?:其实)?(?:指的|说的|想学的)是|主题(?:应该)?(?:是|改成|改为|换成)|应该是关于)(?<what>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    public static partial Regex SubjectIs();

    // The order counts: "add more practice" is no wish to add, "don't include" is one to leave out, "don't leave out" one to keep.
    [GeneratedRegex(
        @"(?<figure>[\uE000-\uE0FF])"
        + "|(?<harder>" + FeedbackLevels.Harder + ")|(?<easier>" + FeedbackLevels.Easier + ")|(?<level>" + FeedbackLevels.Level + ")"
        + @"|(?<shorter>\b(?:(?:make\s+it\s+)?(?:much\s+|a\s+(?:bit|little)\s+)?shorter|keep\s+it\s+short|too\s+(?:long|many\s+hours|much\s+time)|shorten|less\s+time(?!\s+(?:on|for|in|with)\b)|(?:fewer|less)\s+hours(?!\s+(?:on|for|in|with|of)\b)|fewer\s+(?:concepts|topics)|(?:reduce|cut)\s+the\s+(?:hours|time|length|workload)|condense)\b|不要太长|太长|太久|短一点|短一些|短点|短些|更短|缩短|精简|压缩|减少(?:总)?(?:时间|学时|课时|时长|内容))"
        + @"|(?<practice>\b(?:add\s+|with\s+|include\s+|i\s+want\s+|give\s+me\s+|make\s+it\s+)?(?:a\s+(?:bit|lot|little)\s+|much\s+)?more\s+(?:hands[- ]on(?:\s+(?:practice|work|exercises|projects))?|practical(?:\s+(?:practi[cs]e|exercises?|projects?|work))?|applied|practi[cs]e|exercises?|projects?)\b|(?:增加|添加|加|多做|多加)?(?:更多|多一些|多一点|多点|多些|一些|一点|些|点)(?:的)?(?:动手)?(?:练习|实践|实战|项目|动手)|(?:增加|添加|加强)(?:练习|实践|实战)|多(?:练习|实践|动手)|更(?:实用|实战|注重实践|偏实践)(?:一点|一些|些)?|实用(?:一点|一些|些)|偏实战)"
        + @"|(?<less_practice>\b(?:less|fewer|no|too\s+(?:much|many))\s+(?:hands[- ]on(?:\s+work)?|practical\s+work|practi[cs]e|exercises?|projects?)\b|(?:不要|少)(?:做)?(?:一点|一些|点|些)?(?:练习|实践|实战|项目(?!管理))|(?:练习|实践|项目)太多)"
        + @"|(?<theory>\b(?:less|not\s+so\s+much|too\s+much|too)\s+theor(?:y|etical)\b|不要(?:那么|这么|太)多理论|少(?:讲)?(?:一点|一些|点|些)?理论|理论(?:太多|少一点|少一些|少点|少些)|减少理论|太理论)"
        + @"|(?<keep>\b(?:keep|(?:don['’]?t|do\s+not|never)\s+(?:remove|drop|skip|delete|cut|leave\s+out|omit|exclude))\b|保留|留着|(?:不要|别)(?:去掉|去除|删除|删掉|删|移除|省略|跳过))"
        + @"|(?<known>\b(?:i|we)(?:['’](?:ve|m)|\s+have|\s+am)?\s+(?:(?:already|well|pretty|quite|very)\s+){0,3}(?:know|learned|learnt|understand|mastered|master|studied|familiar\s+with|comfortable\s+with|good\s+(?:at|with|in)|experienced\s+(?:in|with)|fluent\s+in|proficient\s+(?:in|with|at)|worked\s+with|(?:an?\s+)?(?:expert|experts)\s+(?:in|at|with|on))\b|\b(?:i|we)\s+already\s+(?:use|can|did|do|have)\b|(?:我)?(?:已经|早就)(?:会用|会|懂|熟悉|掌握|学过|了解|知道|用过)了?|我(?:会用|会|懂|熟悉|掌握|学过|了解)了?)"
        + @"|(?<leave_out>\b(?:(?:don['’]?t|do\s+not)\s+(?:include|cover|want|need)|leave\s+out|leaving\s+out|remov(?:e|ing)|without|drop(?:ping)?|skip(?:ping)?|exclud(?:e|ing)|delet(?:e|ing)|omit|no\s+need\s+for|take\s+out|cut\s+out|get\s+rid\s+of|not\s+interested\s+in|no(?!\s+(?:later|longer|problem|thanks?|worries|idea|changes?|one|more\s+than)\b))\b|不要包含|不要学|不要|去掉|去除|删除|删掉|移除|不想学|不学|跳过|省略|不需要|拿掉)"
        + @"|(?<negated>\b(?:don['’]?t|do\s+not|never)\b|别|我不会|我不懂)"
        + @"|(?<more>\b(?:(?:add|include|cover|with|want|need|put)\s+)?(?:(?:a\s+(?:bit|little|lot)|much)\s+)?more\s+(?:(?:focus|emphasis|time|hours|details?|content|material|work|weight|depth)\s+)?(?:(?:about|on|of|for|into|in)\b)?|\b(?:not\s+enough|too\s+little)\b|(?:增加|添加|加)?更多(?:的|关于|讲)*|多(?:讲|学|来|加)?(?:一点|一些|点|些)(?:的|关于)*|多讲讲?|着重讲?|重点[讲学]|加强|加深)"
        + @"|(?<less>\b(?:(?:a\s+(?:bit|little|lot)|much)\s+)?(?:less|fewer)\s+(?:(?:focus|emphasis|time|hours|details?|content|material|work|weight|depth)\s+)?(?:(?:about|on|of|for|into|in)\b)?|\btoo\s+much\b|少(?:讲|学|来)?(?:一点|一些|点|些)(?:的|关于)*|少讲|减少)"
        + @"|(?<add>\b(?:add(?:ing)?|includ(?:e|ing)|insert|also\s+cover|cover|bring\s+in|put\s+in|(?:what|how)\s+about)\b|增加|添加|加上|加入|补充|新增|还想学|想学|再加|加(?!油|班|快|速|强|深))",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: LongestMatch)]
    public static partial Regex Verbs();

    [GeneratedRegex(
        @"^\s*(?:(?:and|but|so|well|hm+|ok)\b[\s,]*)*(?:(?<offer>(?:what|how)\s+about)|what|why|which|who|whom|when|where|how)\b|什么|为何|怎么|怎样|哪些|哪个|谁",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Question();

    [GeneratedRegex(
        @"^\s*(?:(?:and|but|so|well)\b[\s,]*)*(?:is|are|was|were|does|do|did|should|am|has|have)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Asking();

    [GeneratedRegex(
        @"^(?:it|that|this|them|those|these|which|him|her|它|它们|这个|那个|这些|那些)$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Pronoun();

    [GeneratedRegex(
        @"\b(?:it|that|this|them|those|these|me|you|us|we|i|my|your|our|is|are|was|were|be|been|would|should|could|can|will|may|must|because|which|who|when|where|why|what|if|while|than|something|anything|everything|nothing|stuff|things?|one|some|few|others?|better|worse|again|yes|no|not|ok|okay|more|less|bit|lot|add|remove|leave|shorter|longer|day|days|week|weeks|hours?|minutes?|months?|plan|roadmap)\b|[我你您它这那什么吗呢吧啊]|一下|时间|计划|[?!？！…]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NoTopic();

    [GeneratedRegex(
        @"^(?:(?:the|a|an|some|something|anything|everything|all|any|about|of|on|also|how\s+to\s+use|how\s+to|using|concepts?|topics?|sections?|modules?|parts?|please)\s+|关于|有关|所有|一些|一下|一个|用|对|的)+|(?:\s+(?:please|too|as\s+well|also|already|well|very\s+well|daily|concepts?|topics?|sections?|modules?|parts?|stuff|from\s+(?:it|the\s+(?:plan|roadmap))|to\s+(?:it|the\s+(?:plan|roadmap))|for\s+(?:now|me)|so|and|or|but|then|thanks)|的?(?:内容|部分|模块|章节|知识点)|吧|吗|呢|了|谢谢|并且|而且|同时|并)+$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ThingEdges();

    [GeneratedRegex(
        @"\b(?:it['’]s|it|is|this|that|the|plan|roadmap|curriculum|whole|make|be|should|can|could|would|will|you|we|please|i['’](?:d|m|ve|ll)|i|am|want|like|prefer|need|have|to|a|an|bit|little|much|and|but|also|then|for|me|my|taste|thanks|thank|think|looks?|good|nice|ok|okay|yes|fine|great|hello|hi|very|far|way|still|so|some|more|of|with|just|only|in|all|too)\b|请|麻烦|我|觉得|想|希望|需要|要|这个|整个|计划|路线图|课程|内容|有点|有些|一点|一些|一下|点|些|了|吧|的|能不能|可不可以|能|可以|再|太|并且|而且|同时|另外|然后|但是|但|并|且|和|也|还|让|它|把|给|学习|时间|谢谢|很好|不错|好|吗|[\s\p{P}]",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Courtesy();

    [GeneratedRegex(
        @"\binstead\s+of\s+(?<old>[^,;]+?)\s*[,;]?\s+(?:i\s+(?:want|prefer)|i['’]d\s+(?:like|prefer)|please\s+)?(?:use|take|do|teach|learn|add|have)\s+(?<new>[^,;]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex InsteadFirst();

    [GeneratedRegex(
        @"^(?<lead>.*?)(?<new>[^\s,;]+(?:\s+[^\s,;]+){0,3}?)\s+(?:instead\s+of|rather\s+than|in\s+place\s+of)\s+(?<old>.+)$"
        + @"|^(?<lead>.*?)\b(?:replac(?:e|ing)|swap|substitute|exchange|(?<change>change))\s+(?<old>.+?)\s+(?:with|by|for|to)\s+(?<new>.+)$"
        + @"|^(?<lead>.*?)(?:用|使用)\s*(?<new>.+?)\s*(?:来)?(?:代替|替换|取代|替代|而不是|不用)\s*(?<old>.+)$"
        + @"|^(?<lead>.*?)(?:把|将)\s*(?<old>.+?)\s*(?:换成|替换成|替换为|换为|改用|(?<change>改成|改为))\s*(?<new>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Instead();

    [GeneratedRegex(
        @"^(?:(?:please|use|take|do|teach|learn|add|i|we|you|want|would|could|can|like|prefer|with|switch|to|have|make|it|let['’]?s|the|rather|i['’]d|and|but)\s+)+",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex InsteadLead();

    [GeneratedRegex(
        @"\b(?:leave|take|cut)\s+(?<what>[^,;]+?)\s+out\b|\b(?<put>put)\s+(?<what>[^,;]+?)\s+in\b|把\s*(?<what>.+?)\s*(?:(?<add_zh>加上|加进来|加进去|加入|添加上|补上)|去掉|去除|删除|删掉|移除|拿掉|删了|去了|省略)"
        + @"|^\s*(?<what>[^我，,]+?)\s*我?(?<known_zh>(?:已经|早就)(?:会|懂|学过|掌握|熟悉|知道|了解))了?\s*$"
        + @"|^\s*(?<what>[^多少理论练习实践项目]+?)\s*(?:(?<more_zh>多一点|多一些|多点|多些|太少)|(?<less_zh>少一点|少一些|少点|少些|太多))了?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ObjectBeforeVerb();
}
