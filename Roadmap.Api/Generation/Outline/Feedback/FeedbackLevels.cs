using System.Text.RegularExpressions;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Feedback;

/// <summary>How feedback speaks of the level of a plan, in English and Chinese.</summary>
internal static class FeedbackLevels
{
    /// <summary>Of a plan that is too easy. It may stand among the verbs.</summary>
    public const string Harder =
        @"\b(?:(?:make\s+it|a\s+(?:bit|little|lot)|much|even|it\s+should\s+be)\s+)*(?:harder|tougher|more\s+(?:challenging|difficult|demanding|advanced)"
        + @"(?=\s*(?:$|[^\w\s]|(?:topics?|content|material|stuff|concepts?|please|and|but|level|version)\b)))(?:\s+(?:topics|content|material|stuff|concepts|level|version)\b)?"
        + @"|\btoo\s+(?:easy|basic|simple)\b|\bnot\s+(?:hard|challenging|difficult|advanced)\s+enough\b|\bdumbed\s+down\b"
        + @"|\b(?:i\s+am|i['’]m)\s+(?:not|no)\s+(?:an?\s+)?(?:(?:absolute|complete|total)\s+)?(?:beginner|newbie|novice)\b"
        + @"|(?:要|再)?难(?:一点|一些|点|些)(?!是)|更有?(?:难度|挑战性|挑战|难|深入|高级|进阶)(?:一点|一些|点|些)?|太(?:简单|容易|基础|浅)|(?:提高|增加|加大)难度|难度(?:太低|(?:提高|加大|高)(?:一点|一些|点|些)?)|深入?(?:一点|一些)|进阶(?:一点|一些)|我?不是(?:初学者|新手|零基础)";

    /// <summary>Of a plan that is too hard.</summary>
    public const string Easier =
        @"\b(?:(?:make\s+it|a\s+(?:bit|little|lot)|much|it\s+should\s+be)\s+)*(?:easier|simpler|gentler|less\s+(?:challenging|difficult|demanding|advanced|hard))\b"
        + @"|\btoo\s+(?:hard|difficult|advanced|challenging|demanding|complicated|tough)\b"
        + @"|(?:简单|容易|浅显?|通俗)(?:一点|一些|点|些)|更(?:简单|容易|浅显|通俗)(?:一点|一些|点|些)?|太(?:难|深|复杂)|(?:降低|减少|减小)难度|难度(?:太[高大]|(?:降低|降|低)(?:一点|一些|点|些)?)";

    /// <summary>Of a level by its name, or of a learner who has it.</summary>
    public const string Level =
        @"\b(?:(?:i\s+am|i['’]m|we\s+are|we['’]re)|for|as|(?:switch|change|set|raise|lower)\s+(?:(?:it|this|the\s+(?:level|plan|difficulty))\s+)?to|make\s+it|level\s*(?:is|to)?|at)\s+"
        + @"(?:(?:an?|the|my|absolute|complete|total|already|rather|quite|pretty|level\s+of)\s+)*" + English + @"(?!\s+(?:in|at|with|on)\b)"
        + @"|\b" + English + @"[\s-]+(?:level|version)\b"
        + @"|\b(?:(?:i\s+have|i['’]ve\s+got|i['’]ve|with)\s+)?(?<beginner>(?:(?:no|zero)\s+(?:prior\s+|previous\s+)?(?:programming\s+|coding\s+)?experience|never\s+(?:programmed|coded|written\s+code)|new\s+to\s+(?:this|it|programming|coding)))(?:\s+before)?\b"
        + @"|(?:我(?:已经)?(?:是|属于|算)|(?:更)?(?:适合|面向|针对)|给|(?:换|改|调|设|升|降|提高|降低|调整|切换|提升)(?:成|为|到)|难度|水平|级别|按)(?:是|为|到|一个|一名|个|完全的?|照|(?:换|改|调|设|升|降|提高|降低|调整|提升)(?:成|为|到))*\s*"
        + Chinese + @"(?:的)?(?:学习者|水平|难度|级别|版本|版|程度|的人|人群|用户|学员)?(?:看的?|学的?|来)?|" + Chinese + @"(?:水平|难度|版本?|级别)"
        + @"|(?<beginner>(?:我)?(?:没有?(?:任何|什么)?(?:编程)?(?:基础|经验)|零基础))";

    private const string English =
        @"(?:(?<beginner>beginners?|newbies?|newcomers?|novices?|dummies)|(?<intermediate>intermediates?)|(?<advanced>advanced)|(?<expert>experts?|professionals?|pros))(?:\s+(?:learners?|students?|level|users?|people|version|ones?|programmers?|developers?|engineers?))*\b";

    private const string Chinese =
        "(?:(?<beginner>初学者?|新手|小白|零基础|入门级?|初级|菜鸟)|(?<intermediate>中级|中等|有基础)|(?<advanced>高级|进阶|高阶)|(?<expert>专家级?|资深|大师级?))";

    /// <summary>The level that a match names.</summary>
    public static LearnerLevel Read(Match match) =>
        match.Groups["expert"].Success ? LearnerLevel.Expert
        : match.Groups["advanced"].Success ? LearnerLevel.Advanced
        : match.Groups["intermediate"].Success ? LearnerLevel.Intermediate
        : LearnerLevel.Beginner;
}
