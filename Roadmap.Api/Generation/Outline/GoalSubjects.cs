using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>
/// Takes a goal for one of the catalogue's subjects, or for none. A word alone proves little: what is not wanted does not count, and a word
/// that means something else outside of computing counts only where the goal speaks of computing or of learning that very thing.
/// </summary>
internal static partial class GoalSubjects
{
    /// <summary>Below this the words of a goal do not speak for a subject clearly enough.</summary>
    private const int LowestScore = 2;

    /// <summary>From this on, and so far before the next, there is no doubt.</summary>
    private const int SureScore = 4;
    private const int SureMargin = 2;

    private const int MostAlternatives = 6;

    private static readonly HashSet<string> s_ambiguous = new(StringComparer.OrdinalIgnoreCase)
    {
        "python", "rust", "react", "angular", "vue", "svelte", "flask", "cargo", "excel", "embedded", "data", "statistics", "c#",
    };

    /// <summary>They mean something else only where the goal speaks of something else.</summary>
    private static readonly HashSet<string> s_rarelyAmbiguous = new(StringComparer.OrdinalIgnoreCase)
    {
        "front end", "front-end", "back end", "back-end",
    };

    /// <summary>Of the words of <see cref="s_ambiguous"/>, of each when it is first asked for.</summary>
    private static readonly ConcurrentDictionary<string, Regex> s_learning = new(StringComparer.OrdinalIgnoreCase);

    public static GoalUnderstanding Understand(CurriculumCatalogue catalogue, string goal, string language)
    {
        var unwanted = string.Join(' ', Unwanted().Matches(goal).Select(match => match.Groups["what"].Value));
        var wanted = Unwanted().Replace(goal, " ${rest}");
        var scores = catalogue.Subjects.Select(subject => (
                Subject: subject,
                Score: Score(subject, wanted),
                Speaks: subject.Keywords.Any(keyword => keyword.Value > 0 && Wording.MentionsAny(wanted, keyword.Key)),
                IsUnwanted: subject.Keywords.Any(keyword => keyword.Value > 0 && Wording.MentionsAny(unwanted, keyword.Key))))
            // Who hates Python and wants data analysis is asked, for only they know which of the two weighs more.
            .Where(candidate => !candidate.IsUnwanted || candidate.Score >= SureScore)
            .OrderByDescending(candidate => candidate.Score)
            .ThenBy(candidate => candidate.Subject.Popular)
            .ToList();

        var best = scores.FirstOrDefault(candidate => !candidate.IsUnwanted);
        var chosen = best.Subject is not null && best.Score >= LowestScore && SpeaksClearly(best.Subject, wanted)
            ? best.Subject
            : catalogue.General;
        var next = scores.Where(candidate => candidate.Subject != best.Subject).Select(candidate => candidate.Score).FirstOrDefault();
        var confidence = chosen == catalogue.General ? Confidence.Unsure
            : best.Score >= SureScore && best.Score - Math.Max(next, 0) >= SureMargin ? Confidence.Sure
            : Confidence.Likely;
        var isVague = chosen == catalogue.General
            && (Computing().IsMatch(wanted) || catalogue.TopicOf(GoalReading.Topic(wanted)) is not null);
        var others = scores.Where(candidate => candidate.Subject != chosen).ToList();
        var near = chosen == catalogue.General
            ? others.Where(candidate => candidate.Subject.Near.Any(word => Wording.MentionsAny(wanted, word))).ToList()
            : [];
        var choice = near.Count > 0 ? near.Union(others.Where(candidate => candidate.Speaks))
            : others.Exists(candidate => candidate.Speaks) ? others.Where(candidate => candidate.Speaks)
            : others.Exists(candidate => Teaches(candidate.Subject, wanted)) ? others.Where(candidate => Teaches(candidate.Subject, wanted))
            : isVague ? others
            : [];
        return Of(catalogue, goal, language, chosen, confidence, [.. choice.Select(candidate => candidate.Subject)]);
    }

    /// <summary>What a person said the goal means.</summary>
    public static GoalUnderstanding Told(CurriculumCatalogue catalogue, RoadmapDocument plan, CatalogueSubject subject)
    {
        var before = catalogue.SubjectOf(plan);
        return Of(catalogue, plan.Goal, plan.Language, subject, Confidence.Sure, before == catalogue.General ? [] : [before]);
    }

    /// <summary>The subject that a reviewer's words name, or null.</summary>
    public static CatalogueSubject? Named(CurriculumCatalogue catalogue, string words) =>
        catalogue.Subjects.FirstOrDefault(subject => Wording.IsSame(subject.Title.En, words)
            || Wording.IsSame(subject.Title.Zh, words)
            || Wording.IsSame(subject.Id, words))
        ?? catalogue.Subjects.Select(subject => (Subject: subject, Score: Score(subject, words))).MaxBy(candidate => candidate.Score) switch
        {
            var (subject, score) when score >= LowestScore => subject,
            _ => null,
        };

    private static GoalUnderstanding Of(
        CurriculumCatalogue catalogue, string goal, string language, CatalogueSubject subject, Confidence confidence,
        IReadOnlyList<CatalogueSubject> alternatives) => new()
        {
            Subject = subject.Id,
            Title = PlanDesign.Fill(subject.Title.In(language), goal),
            Confidence = confidence,
            MethodOnly = subject == catalogue.General,
            Alternatives =
            [
                .. alternatives.Take(MostAlternatives).Select(other => new SubjectChoice
                {
                    Subject = other.Id,
                    Title = other.Title.In(language),
                    Feedback = PlanTexts.AskSubject(other.Title).In(language),
                }),
            ],
        };

    /// <summary>Whether the subject teaches a technology that the goal names, though it is not all about that.</summary>
    private static bool Teaches(CatalogueSubject subject, string goal) =>
        subject.Technologies.Any(technology => Wording.Mentions(goal, technology));

    private static int Score(CatalogueSubject subject, string goal) =>
        subject.Keywords.Where(keyword => Wording.MentionsAny(goal, keyword.Key)).Sum(keyword => keyword.Value);

    /// <summary>Whether what speaks for the subject is meant as it is in computing.</summary>
    private static bool SpeaksClearly(CatalogueSubject subject, string goal)
    {
        var spoken = subject.Keywords.Where(keyword => keyword.Value > 0 && Wording.MentionsAny(goal, keyword.Key))
            .Select(keyword => keyword.Key)
            .ToList();
        var elsewhere = Elsewhere().IsMatch(goal);
        if (spoken.Exists(keyword => !s_ambiguous.Contains(keyword) && !(elsewhere && s_rarelyAmbiguous.Contains(keyword))))
            return true;
        return !elsewhere
            && (Computing().IsMatch(goal)
                || spoken.Exists(keyword => Wording.IsSame(GoalReading.Topic(goal), keyword)
                    || s_learning.GetOrAdd(keyword, LearningOf).IsMatch(goal)));
    }

    /// <summary>"learn Rust", "build games in Rust", "学 Rust", "Rust 入门"; not "learn to react", nor "keep a python".</summary>
    private static Regex LearningOf(string keyword)
    {
        var name = Regex.Escape(keyword);
        return new Regex(
            $@"\b(?:learn(?:ing)?|study(?:ing)?|master(?:ing)?|understand(?:ing)?|teach\s+me|know|practi[cs](?:e|ing)|improve(?:\s+my)?|get\s+(?:into|better\s+(?:at|in)|good\s+(?:at|in)|started\s+with)|start(?:ing)?\s+with|switch\s+to|move\s+to|(?:expert|better|good|fluent|beginner)\s+(?:in|at|with))\s+(?:(?:some|basic|advanced|the|modern|more|about|and|for)\s+)*{name}(?:[^a-z]|$)"
            + $@"|\b(?:build|write|make|create|develop|program|automate|analy[sz]e)\b.{{0,60}}\b(?:in|with|using)\s+{name}(?:[^a-z]|$)"
            + $@"|\b(?:course|introduction|guide|basics)\s+(?:to|of|in|for|on)\s+{name}(?:[^a-z]|$)"
            + $@"|(?:^|[^a-z]){name}(?:\s+(?:and|plus)\s+\w+)?\s+(?:for\s+beginners|basics|course|from\s+scratch|certification|fundamentals|tutorial)\b"
            + $@"|(?:学习|学会|学好|学|掌握|用|会|精通|了解)\s*{name}|{name}\s*(?:入门|教程|基础|进阶|を|の|入門|勉強|学)",
            RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
    }

    [GeneratedRegex(
        @"\b(?:(?:anything|everything|something|all|any\s+\w+)\s+but|except(?:\s+for)?|other\s+than|apart\s+from|without|not|instead\s+of|rather\s+than|avoid|hate|don['’]?t\s+(?:want|like|need)(?:\s+to)?|no)\s+(?:(?:in|with|using|about|the|a|an|want|learn|learning|to|do|like|interested|any|more)\s+)*(?<what>[\w.+#-]+(?:\s*(?:,|/|\bor\b|\bnor\b)\s*[\w.+#-]+)*)"
        + @"|(?:不想学|不要学|不学|不用|不要|不是|不想用|除了|别学|讨厌)\s*(?<what>[A-Za-z.+#-]+|[^\s,，。、]{1,12}?)(?<rest>以外|之外|[\s,，。、而]|$)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Unwanted();

    [GeneratedRegex(
        @"\b(?:program(?:s|ming|mer|mers)?|cod(?:e|ing|er)|software|develop(?:er|ers|ment)?|apps?|applications?|web|websites?|apis?|servers?|framework|library|scripts?|scripting|language|engineer(?:ing)?|systems?|database|sql|comput(?:er|ers|ing)|async|component[s]?|pandas|dashboard|hooks|typescript|javascript|java|cli|automation|automate|stack|algorithms?|tech)\b|(?:^|[^A-Za-z])(?-i:IT)(?:[^A-Za-z]|$)|编程|程序|开发|语言|代码|软件|应用|网站|前端|后端|服务器|系统|工程|算法|数据结构|计算机|互联网|プログラミング|開発|アプリ",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Computing();

    [GeneratedRegex(
        @"\b(?:pets?|snakes?|reptiles?|terrarium|zoo|breed(?:ing)?|bites?|cars?|metal|iron|steel|bicycles?|bikes?|paint|tools?\s+from|momentum|physics|whisk(?:e)?y|hip|ship(?:s|ping)?|loader|suspension|bumper|calmly|emergenc(?:y|ies)|stress|reporters?)\b|宠物|蟒蛇|生锈|汽车",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Elsewhere();
}
