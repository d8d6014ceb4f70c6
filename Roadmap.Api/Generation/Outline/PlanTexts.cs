using System.Globalization;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>Every sentence that the outline generator itself writes into a plan, in both languages.</summary>
internal static class PlanTexts
{
    public const string GeneratedBy = "Outline generator (curriculum catalogue, no language model)";

    public static readonly BilingualText RequestedModule = Text("Added at your request", "按你的要求增加");

    public static readonly BilingualText RequestedModuleDescription = Text(
        "What your feedback asked for, together with what it builds on.",
        "你在反馈中要求的内容，以及它所依赖的基础。");

    public static readonly BilingualText MovedModule = Text("Moved at your request", "按你的要求调整顺序");

    public static readonly BilingualText MovedModuleDescription = Text(
        "What your feedback gave another place in the order.",
        "你在反馈中要求调整顺序的内容。");

    public static readonly BilingualText NoModel = Text(
        "Made from the curriculum catalogue that comes with this program. No language model was used.",
        "本路线图由程序自带的课程目录生成，没有使用语言模型。");

    public static readonly BilingualText NoVideos = Text(
        "You prefer videos; the catalogue links to official texts and a few courses, and to no videos.",
        "你偏好视频；课程目录只收录官方文本和少量课程，没有视频。");

    public static readonly BilingualText PracticePreferred = Text(
        "You prefer practice: the projects have more hours, and are the last to be left out.",
        "你偏好实践：项目分配了更多学时，并且最后才会被省略。");

    public static readonly BilingualText Before = Text("Before you begin", "预备知识");

    public static BilingualText Summary(BilingualText? subject, RoadmapDocument plan) => Text(
        $"{subject?.En} {Count(plan.Stages.Count, "stage")}, {Count(plan.Concepts.Count(), "concept")}, about "
        + $"{Count(plan.TotalHours, "hour")}: {Count(plan.Weeks, "week")} at {Count(plan.HoursPerWeek, "hour")} a week.",
        $"{subject?.Zh}共 {plan.Stages.Count} 个阶段、{plan.Concepts.Count()} 个知识点，约 {plan.TotalHours:0.#} 小时：每周 {plan.HoursPerWeek:0.#} 小时，需要 "
        + $"{plan.Weeks} 周。");

    public static BilingualText OtherLanguage(string asked) => Text(
        $"The catalogue has no text in the language “{asked}”; this plan is in English.",
        $"课程目录没有语言“{asked}”的文本；本计划使用中文。");

    public static BilingualText GeneralPlan(string topic) => Text(
        $"The catalogue has no subject of its own for “{topic}”: this is its general plan for learning something new, without expert "
        + "knowledge of the topic.",
        $"课程目录中没有“{topic}”的专门课程：这是一份通用的学习计划，不包含该主题的专业知识。");

    public static BilingualText KnownLeftOut(IReadOnlyList<string> names) => Text(
        $"Left out, because your level knows it: {List(names, "; ")}.",
        $"按你的水平应已掌握，因此省略：{List(names, "；")}。");

    public static BilingualText LeftOutForDeadline(IReadOnlyList<string> names) => Text(
        $"Left out because of the deadline: {List(names, "; ")}.",
        $"因截止日期而省略：{List(names, "；")}。");

    public static BilingualText LeftOutAtRequest(IReadOnlyList<string> names) => Text(
        $"Left out at your request: {List(names, "; ")}.",
        $"按你的要求省略：{List(names, "；")}。");

    public static BilingualText LeftOutToBeShorter(IReadOnlyList<string> names) => Text(
        $"Left out to be shorter: {List(names, "; ")}.",
        $"为了缩短而省略：{List(names, "；")}。");

    public static BilingualText LeftForLater(IReadOnlyList<string> names) => Text(
        $"For later, after this first part: {List(names, "; ")}.",
        $"留到这一部分之后再学：{List(names, "；")}。");

    public static readonly BilingualText HoursCut = Text(
        "Some concepts have fewer hours than the catalogue advises: there will be less practice.",
        "部分知识点的学时少于课程目录的建议：练习会少一些。");

    /// <summary>How the plan stands to its deadline; null when there is none.</summary>
    public static BilingualText? Deadline(RoadmapDocument plan, DateTimeOffset requestedAt)
    {
        if (plan.TargetDeadline is not { } deadline)
            return null;

        var hours = DeadlineBudget.Hours(plan, requestedAt);
        if (hours <= 0)
            return Text(
                $"The deadline {deadline:yyyy-MM-dd} was over when the plan was asked for; the plan does not heed it.",
                $"提出请求时截止日期 {deadline:yyyy-MM-dd} 已过，计划没有考虑它。");
        return plan.TotalHours <= hours
            ? Text(
                $"Fits the deadline {deadline:yyyy-MM-dd}: {plan.TotalHours:0.#} of {hours:0.#} hours.",
                $"可以在截止日期 {deadline:yyyy-MM-dd} 前完成：共 {hours:0.#} 小时可用，需要 {plan.TotalHours:0.#} 小时。")
            : Misfit(deadline, plan, hours);
    }

    public static BilingualText Misfit(DateTimeOffset deadline, RoadmapDocument plan, double hours) => Text(
        $"Does not fit the deadline {deadline:yyyy-MM-dd}: it needs {Count(plan.TotalHours, "hour")}, "
        + $"and until then there are {hours:0.#}.",
        $"无法在截止日期 {deadline:yyyy-MM-dd} 前完成：需要 {plan.TotalHours:0.#} 小时，而此前只有 {hours:0.#} 小时。");

    public static BilingualText OfferFirst(int count, int all) => Text(
        $"Fewer concepts: the first {count} of {all} fit", $"减少内容：{all} 个知识点中只学前 {count} 个");

    public static BilingualText AskFirst(int count) => Text(
        $"Only the first {Count(count, "concept")}", $"只学前{count}个知识点");

    public static BilingualText OfferHours(double hours) => Text(
        $"More time: {hours:0.#} hours a week", $"增加时间：每周 {hours:0.#} 小时");

    public static BilingualText AskHours(double hours) => Text($"{hours:0.#} hours a week", $"每周{hours:0.#}小时");

    public static BilingualText OfferDate(DateTimeOffset date) => Text(
        $"Another date: {date:yyyy-MM-dd}", $"改期到 {date:yyyy-MM-dd}");

    public static BilingualText AskDate(DateTimeOffset date) => Text(
        $"Finish by {date:yyyy-MM-dd}", $"在{date:yyyy-MM-dd}之前完成");

    public static BilingualText AskSubject(BilingualText subject) => Text($"I meant {subject.En}", $"我指的是{subject.Zh}");

    public static BilingualText FirstPart(string title) => Text($"{title}: the first part", $"{title}：第一部分");

    public static BilingualText PracticeConcept(string stage) => Text($"Practice: {stage}", $"练习：{stage}");

    public static BilingualText PracticeParts(IReadOnlyList<string> names) => Text(
        $"Use in it: {List(names, "; ")}.",
        $"在其中用到：{List(names, "；")}。");

    public static BilingualText Prerequisites(IReadOnlyList<string> names, BilingualText? assumed) => Text(
        names.Count == 0
            ? $"Nothing else of this plan is needed before. {assumed?.En}".TrimEnd()
            : $"From this plan: {List(names, "; ")}. If you can answer {(names.Count == 1 ? "its" : "their")} questions, go on.",
        names.Count == 0 ? $"不需要先学本计划中的其他内容。{assumed?.Zh}" : $"本计划中的：{List(names, "；")}。如果能回答{(names.Count == 1 ? "它" : "它们")}的自测题，就可以继续。");

    /// <summary>What the goal was taken for, and how sure that is.</summary>
    public static BilingualText Intent(BilingualText subject, GoalUnderstanding understood, LearnerRequest request)
    {
        if (understood.MethodOnly)
        {
            var topic = GoalReading.Topic(request.Goal);
            var choices = List([.. understood.Alternatives.Select(choice => choice.Title)], ", ");
            return Text(
                $"“{topic}” is no subject of the catalogue, and there is no language model: all that can be made is a method for studying "
                + "it. The method teaches nothing of the subject itself."
                + (choices.Length > 0 ? $" If you meant one of these, say so at the review: {choices}." : ""),
                $"课程目录中没有“{topic}”，也没有语言模型：只能给出一份学习方法，不包含该主题本身的内容。"
                + (choices.Length > 0 ? $"如果你指的是以下主题，请在审阅时说明：{choices}。" : ""));
        }

        var others = understood.Alternatives.Count > 0 && understood.Confidence != Confidence.Sure
            ? List([.. understood.Alternatives.Select(choice => choice.Title)], ", ")
            : "";
        return Text(
            $"{(understood.Confidence == Confidence.Sure ? "" : "Probably: ")}{subject.En}, for the level "
            + $"{request.Level.ToString().ToLowerInvariant()}, at {Count(request.HoursPerWeek, "hour")} a week."
            + (others.Length > 0 ? $" It may also mean: {others}." : ""),
            $"{(understood.Confidence == Confidence.Sure ? "" : "可能是：")}{subject.Zh}，水平：{LevelInChinese(request.Level)}，每周 "
            + $"{request.HoursPerWeek:0.#} 小时。{(others.Length > 0 ? $"也可能是：{others}。" : "")}");
    }

    /// <summary>"1 week", "2 weeks".</summary>
    public static string Count(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {unit}{(Math.Abs(number - 1) < 0.01 ? "" : "s")}");

    public static BilingualText Level(LearnerLevel level) => Text(
        level switch
        {
            LearnerLevel.Beginner => "beginners",
            LearnerLevel.Intermediate => "intermediate learners",
            LearnerLevel.Advanced => "advanced learners",
            _ => "experts",
        },
        LevelInChinese(level));

    private static string LevelInChinese(LearnerLevel level) => level switch
    {
        LearnerLevel.Beginner => "入门",
        LearnerLevel.Intermediate => "中级",
        LearnerLevel.Advanced => "高级",
        _ => "专家",
    };

    private static string List(IReadOnlyList<string> names, string separator) => string.Join(separator, names);

    private static BilingualText Text(string english, string chinese) => new() { En = english, Zh = chinese };
}
