using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline;

/// <summary>Every sentence that the outline generator itself writes into a plan, in both languages.</summary>
internal static class PlanTexts
{
    public const string GeneratedBy = "Outline generator (curriculum catalogue, no language model)";

    public static readonly BilingualText RequestedModule = Text("Added at your request", "按您的要求增加");

    public static readonly BilingualText RequestedModuleDescription = Text(
        "What your feedback asked for, together with what it builds on.",
        "您在反馈中要求的内容，以及它所依赖的基础。");

    public static readonly BilingualText NoModel = Text(
        "Made from the curriculum catalogue that comes with this program. No language model was used.",
        "本路线图由程序自带的课程目录生成，没有使用语言模型。");

    public static readonly BilingualText NoVideos = Text(
        "You prefer videos; the catalogue links to official texts and a few courses, and to no videos.",
        "您偏好视频；课程目录只收录官方文本和少量课程，没有视频。");

    public static readonly BilingualText PracticePreferred = Text(
        "You prefer practice: the projects have more hours, and are the last to be left out.",
        "您偏好实践：项目分配了更多学时，并且最后才会被省略。");

    public static readonly BilingualText ShorterNotPossible = Text(
        "Feedback “shorter”: the plan holds only what the goal needs, at the fewest hours that are realistic; it was not "
        + "shortened further.",
        "反馈“更短”：计划中只剩实现目标所必需的内容，学时也已是合理的下限，无法再缩短。");

    public static readonly BilingualText Before = Text("What to know before", "预备知识");
    public static readonly BilingualText Why = Text("Why it matters", "为什么要学");
    public static readonly BilingualText Learn = Text("What to learn", "学什么");
    public static readonly BilingualText Practise = Text("What to practise", "怎么练习");
    public static readonly BilingualText Mistakes = Text("Common mistakes", "常见错误");

    public static BilingualText Summary(BilingualText subject, RoadmapDocument plan) => Text(
        $"{subject.En} {plan.Stages.Count} stages, {plan.Concepts.Count()} concepts, about {plan.TotalHours:0.#} hours: {plan.Weeks} "
        + $"weeks at {plan.HoursPerWeek:0.#} hours a week.",
        $"{subject.Zh}共 {plan.Stages.Count} 个阶段、{plan.Concepts.Count()} 个知识点，约 {plan.TotalHours:0.#} 小时：每周 {plan.HoursPerWeek:0.#} 小时，需要 "
        + $"{plan.Weeks} 周。");

    public static BilingualText OtherLanguage(string asked) => Text(
        $"The catalogue has no text in the language “{asked}”; this plan is in English.",
        $"课程目录没有语言“{asked}”的文本；本计划使用中文。");

    public static BilingualText GeneralPlan(string topic) => Text(
        $"The catalogue has no subject of its own for “{topic}”: this is its general plan for learning something new, without expert "
        + "knowledge of the topic.",
        $"课程目录中没有“{topic}”的专门课程：这是一份通用的学习计划，不包含该主题的专业知识。");

    public static BilingualText KnownLeftOut(IReadOnlyList<string> names) => Text(
        $"Left out, because your level knows it: {List(names, ", ")}.",
        $"按您的水平应已掌握，因此省略：{List(names, "、")}。");

    public static BilingualText Refreshers(IReadOnlyList<string> names) => Text(
        $"Kept as a short refresher, because your level knows most of it: {List(names, ", ")}.",
        $"按您的水平应已基本掌握，只安排简短复习：{List(names, "、")}。");

    public static BilingualText LeftOutForDeadline(IReadOnlyList<string> names) => Text(
        $"Left out to meet the deadline: {List(names, ", ")}.",
        $"为了赶上截止日期而省略：{List(names, "、")}。");

    public static readonly BilingualText HoursCutForDeadline = Text(
        "The hours of the concepts were shortened to meet the deadline; plan for less practice, or for more hours a week.",
        "为了赶上截止日期，各知识点的学时已缩短；练习会少一些，或者请增加每周的学习时间。");

    /// <summary>How the plan stands to its deadline; null when there is none.</summary>
    public static BilingualText? Deadline(RoadmapDocument plan, LearnerRequest request)
    {
        if (plan.TargetDeadline is not { } deadline)
            return null;

        var hours = DeadlineBudget.Hours(request);
        if (hours <= 0)
            return Text(
                $"The deadline {deadline:yyyy-MM-dd} was over when the plan was asked for; the plan does not heed it.",
                $"提出请求时截止日期 {deadline:yyyy-MM-dd} 已过，计划没有考虑它。");
        return plan.TotalHours <= hours
            ? Text(
                $"Fits the deadline {deadline:yyyy-MM-dd}: {plan.TotalHours:0.#} of {hours:0.#} hours.",
                $"可以在截止日期 {deadline:yyyy-MM-dd} 前完成：共 {hours:0.#} 小时可用，需要 {plan.TotalHours:0.#} 小时。")
            : Text(
                $"Does not fit the deadline {deadline:yyyy-MM-dd}: it needs {plan.TotalHours:0.#} hours, and until then there are "
                + $"{hours:0.#}. That would take {HoursAWeek(plan, hours):0.#} hours a week, or {plan.Weeks} weeks.",
                $"无法在截止日期 {deadline:yyyy-MM-dd} 前完成：需要 {plan.TotalHours:0.#} 小时，而此前只有 {hours:0.#} 小时。需要每周 {HoursAWeek(plan, hours):0.#} "
                + $"小时，或者 {plan.Weeks} 周。");
    }

    public static BilingualText Shorter(double from, double to, IReadOnlyList<string> leftOut) => Text(
        $"Feedback “shorter”: from {from:0.#} to {to:0.#} hours{(leftOut.Count == 0 ? "" : $"; left out: {List(leftOut, ", ")}")}.",
        $"反馈“更短”：从 {from:0.#} 小时减到 {to:0.#} 小时{(leftOut.Count == 0 ? "" : $"；省略：{List(leftOut, "、")}")}。");

    public static BilingualText MorePractice(IReadOnlyList<string> longer, IReadOnlyList<string> added) => Text(
        "Feedback “more practice”: "
        + $"{Both(longer.Count == 0 ? null : $"more hours for {List(longer, ", ")}", added.Count == 0 ? null : $"new: {List(added, ", ")}", "; ") ?? "the projects have the most hours already"}.",
        $"反馈“更多练习”：{Both(longer.Count == 0 ? null : $"增加学时：{List(longer, "、")}", added.Count == 0 ? null : $"新增：{List(added, "、")}", "；") ?? "项目的学时已达上限"}。");

    public static BilingualText LeftOut(IReadOnlyList<string> names) => Text(
        $"Feedback “leave out”: left out {List(names, ", ")}.",
        $"反馈“去掉”：已去掉：{List(names, "、")}。");

    public static BilingualText NothingWouldRemain(string wish) => Text(
        $"Feedback “leave out {wish}”: not done, for nothing would remain of the plan.",
        $"反馈“去掉 {wish}”：未执行，否则计划将没有任何内容。");

    public static BilingualText NotInPlan(string wish) => Text(
        $"Feedback “leave out {wish}”: nothing in the plan is called that.",
        $"反馈“去掉 {wish}”：计划中没有这项内容。");

    public static BilingualText Added(string name, IReadOnlyList<string> prerequisites) => Text(
        $"Feedback “add”: added {name}{(prerequisites.Count == 0 ? "" : $", and what it builds on: {List(prerequisites, ", ")}")}.",
        $"反馈“增加”：已增加 {name}{(prerequisites.Count == 0 ? "" : $"，以及它所依赖的：{List(prerequisites, "、")}")}。");

    public static BilingualText Invented(string name) => Text(
        $"Feedback “add”: added {name} with a general study guide; the catalogue has no concept of that name.",
        $"反馈“增加”：已增加 {name}，附通用学习指南；课程目录中没有这个知识点。");

    public static BilingualText AlreadyInPlan(string name) => Text(
        $"Feedback “add”: {name} is in the plan already.",
        $"反馈“增加”：计划中已有 {name}。");

    public static BilingualText PlanIsFull(string wish, int most) => Text(
        $"Feedback “add {wish}”: not done, for a plan holds at most {most} concepts.",
        $"反馈“增加 {wish}”：未执行，一份计划最多包含 {most} 个知识点。");

    public static BilingualText NotUnderstood(string words) => Text(
        $"Feedback not understood: “{words}”. Understood are: shorter, more practice, leave out …, add ….",
        $"未能理解的反馈：“{words}”。可以使用：缩短、多一些练习、去掉……、增加……。");

    public static BilingualText PracticeConcept(string stage) => Text($"Practice: {stage}", $"练习：{stage}");

    public static BilingualText PracticeParts(IReadOnlyList<string> names) => Text(
        $"Use in it: {List(names, ", ")}.",
        $"在其中用到：{List(names, "、")}。");

    public static BilingualText Prerequisites(IReadOnlyList<string> names) => Text(
        names.Count == 0
            ? "Nothing else of this plan is needed before."
            : $"From this plan: {List(names, ", ")}. If you can answer their questions, go on.",
        names.Count == 0 ? "不需要先学本计划中的其他内容。" : $"本计划中的：{List(names, "、")}。如果能回答它们的自测题，就可以继续。");

    public static BilingualText Intent(BilingualText subject, LearnerRequest request) => Text(
        $"{subject.En}, for the level {request.Level.ToString().ToLowerInvariant()}, at {request.HoursPerWeek:0.#} hours a week.",
        $"{subject.Zh}，水平：{LevelInChinese(request.Level)}，每周 {request.HoursPerWeek:0.#} 小时。");

    private static double HoursAWeek(RoadmapDocument plan, double hours) =>
        Math.Ceiling(plan.HoursPerWeek * plan.TotalHours / hours * 2) / 2;

    private static string LevelInChinese(LearnerLevel level) => level switch
    {
        LearnerLevel.Beginner => "入门",
        LearnerLevel.Intermediate => "中级",
        LearnerLevel.Advanced => "高级",
        _ => "专家",
    };

    private static string? Both(string? first, string? second, string separator) =>
        first is null ? second : second is null ? first : first + separator + second;

    private static string List(IReadOnlyList<string> names, string separator) => string.Join(separator, names);

    private static BilingualText Text(string english, string chinese) => new() { En = english, Zh = chinese };
}
