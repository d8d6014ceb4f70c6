using System.Globalization;
using Roadmap.Api.Generation.Outline.Feedback;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using static Roadmap.Api.Generation.Outline.PlanTexts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>Every sentence that says what came of feedback, in both languages.</summary>
internal static class EditTexts
{
    /// <summary>A text of one edit goes into an event, which has a bound.</summary>
    private const int LongestText = 240;
    private const int LongestLabel = 100;

    public static readonly BilingualText ShorterNotPossible = Text(
        "The plan holds only what the goal needs, at the fewest hours that are realistic: it cannot be shorter.",
        "计划中只剩实现目标所必需的内容，学时也已是合理的下限，无法再缩短。");

    public static readonly BilingualText MostAlready = Text("It has as many hours as it can have.", "学时已达上限。");

    public static readonly BilingualText LeastAlready = Text("It has the fewest hours that are realistic.", "学时已是合理的下限。");

    /// <summary>What is told of a wish that was followed.</summary>
    /// <param name="wish">The wish.</param>
    /// <param name="applied">Whether it changed the plan.</param>
    /// <param name="text">What came of it.</param>
    /// <param name="language">The plan's.</param>
    public static PlanEdit Edit(Wish wish, bool applied, BilingualText text, string language)
    {
        var (kind, label, topic, value) = Describe(wish);
        return new PlanEdit
        {
            Kind = kind,
            Label = label.In(language).Truncated(LongestLabel),
            Topic = topic,
            InsteadOf = (wish as Wish.Replace)?.What,
            Place = (wish as Wish.Move)?.Place,
            Beside = (wish as Wish.Move)?.Beside,
            Value = value,
            Applied = applied,
            Text = text.In(language).Truncated(LongestText),
        };
    }

    public static BilingualText Shorter(double from, double to, IReadOnlyList<string> leftOut) => Text(
        $"From {from:0.#} to {to:0.#} hours{Then("; left out: ", leftOut, ", ")}.",
        $"从 {from:0.#} 小时减到 {to:0.#} 小时{Then("；省略：", leftOut, "、")}。");

    public static BilingualText MorePractice(IReadOnlyList<string> longer, IReadOnlyList<string> added) =>
        longer.Count + added.Count == 0
            ? Text("The projects have the most hours already.", "项目的学时已达上限。")
            : Text(
                $"{Then("More hours for ", longer, ", ")}{(longer.Count > 0 && added.Count > 0 ? "; new: " : added.Count > 0 ? "New: " : "")}"
                + $"{string.Join(", ", added)}.",
                $"{Then("增加学时：", longer, "、")}{(longer.Count > 0 && added.Count > 0 ? "；" : "")}{Then("新增：", added, "、")}。");

    public static BilingualText Weighed(IReadOnlyList<string> names, double from, double to, bool more) => Text(
        $"{(more ? "More" : "Fewer")} hours for {string.Join(", ", names)}: the plan has {to:0.#} hours instead of {from:0.#}.",
        $"{(more ? "增加" : "减少")}学时：{string.Join("、", names)}；计划从 {from:0.#} 小时变为 {to:0.#} 小时。");

    public static BilingualText LeftOut(IReadOnlyList<RoadmapConcept> gone, string? technology) => Text(
        $"Left out {Names(gone, ", ")}"
        + (technology is not null && gone.Count > 1
            ? $", which all build on {technology}; say “I know {technology}” to leave out its basics only."
            : "."),
        $"已去掉：{Names(gone, "、")}"
        + (technology is not null && gone.Count > 1
            ? $"（都以 {technology} 为基础；如果你已经会 {technology}，请直接说明，这样只省略其基础）。"
            : "。"));

    public static BilingualText NothingWouldRemain(string wish) => Text(
        $"Not done, for without {wish} nothing would remain of the plan.",
        $"未执行：没有 {wish}，计划将没有任何内容。");

    public static BilingualText NotInPlan(string wish) => Text(
        $"Nothing in the plan is called “{wish}”.",
        $"计划中没有“{wish}”。");

    public static BilingualText Known(IReadOnlyList<RoadmapConcept> known) => Text(
        $"Left out, because you know it: {Names(known, ", ")}.",
        $"你已掌握，因此省略：{Names(known, "、")}。");

    public static BilingualText KnownAnyway(string what) => Text(
        $"The plan does not teach {what}, so nothing of it can be left out.",
        $"计划中没有讲授 {what}，无需省略。");

    public static BilingualText Kept(string what, IReadOnlyList<RoadmapConcept> kept) => Text(
        kept.Count > 0 ? $"Stays: {Names(kept, ", ")}." : $"Nothing in the plan is called “{what}”.",
        kept.Count > 0 ? $"保留：{Names(kept, "、")}。" : $"计划中没有“{what}”。");

    public static BilingualText First(int count, IReadOnlyList<RoadmapConcept> later) => Text(
        $"Kept the first {Count(count, "concept")}; for later: {Names(later, ", ")}.",
        $"只保留前 {count} 个知识点；留到以后：{Names(later, "、")}。");

    public static BilingualText FirstNotPossible(int all) => Text(
        $"The plan has {Count(all, "concept")}; name a number from 1 to {all - 1}.",
        $"计划共有 {all} 个知识点；请给出 1 到 {all - 1} 之间的数字。");

    /// <param name="name">What was added.</param>
    /// <param name="topic">What the reviewer called it, where that is a topic.</param>
    /// <param name="prerequisites">What came with it.</param>
    public static BilingualText Added(string name, string? topic, IReadOnlyList<string> prerequisites)
    {
        var isCalledOtherwise = topic is not null && !Wording.Mentions(name, topic);
        return Text(
            $"Added {name}{(isCalledOtherwise ? $", which teaches {topic}" : "")}{Then(", and what it builds on: ", prerequisites, ", ")}.",
            $"已增加 {name}{(isCalledOtherwise ? $"（讲授 {topic}）" : "")}{Then("，以及它所依赖的：", prerequisites, "、")}。");
    }

    /// <summary>Of a concept that no subject teaches.</summary>
    public static BilingualText Made(RoadmapConcept made, IReadOnlyList<string> before, CatalogueTopic? topic) => Text(
        $"Added {made.Name}{Then(" after ", before, ", ")}, with a general study guide"
        + (topic is null ? " and no links: the catalogue does not know it." : " and links to its own documentation."),
        $"已增加 {made.Name}{Then("，排在其后：", before, "、")}，附通用学习指南"
        + (topic is null ? "，没有链接：课程目录中没有这个知识点。" : "和官方文档链接。"));

    public static BilingualText AlreadyInPlan(string name) => Text($"{name} is in the plan already.", $"计划中已有 {name}。");

    public static BilingualText PlanIsFull(string wish, int most) => Text(
        $"{wish} was not added, for a plan holds at most {most} concepts.",
        $"未增加 {wish}：一份计划最多包含 {most} 个知识点。");

    public static BilingualText Hours(RoadmapDocument before, RoadmapDocument after) => Text(
        $"{Count(after.HoursPerWeek, "hour")} a week instead of {before.HoursPerWeek:0.#}: it takes {Count(after.Weeks, "week")} instead of "
        + $"{before.Weeks}.",
        $"每周 {before.HoursPerWeek:0.#} 小时改为 {after.HoursPerWeek:0.#} 小时：从 {before.Weeks} 周变为 {after.Weeks} 周。");

    public static BilingualText HoursAlready(double hours) => Text(
        $"It is planned with {Count(hours, "hour")} a week already.", $"计划已经按每周 {hours:0.#} 小时安排。");

    public static BilingualText HoursOutOfRange(double hours) => Text(
        $"{hours:0.#} hours a week cannot be planned with: from 1 to {ContractLimits.HoursPerWeek}.",
        $"无法按每周 {hours:0.#} 小时安排：请给出 1 到 {ContractLimits.HoursPerWeek} 之间的数字。");

    public static BilingualText FitsAnyway(RoadmapDocument plan) => Text(
        $"It takes {Count(plan.Weeks, "week")}, which fits.", $"计划需要 {plan.Weeks} 周，时间足够。");

    public static BilingualText DateIsOver(DateOnly date) => Text($"{date:yyyy-MM-dd} is over.", $"{date:yyyy-MM-dd} 已过。");

    /// <summary>What a deadline did to a plan.</summary>
    public static BilingualText Until(
        RoadmapDocument before, RoadmapDocument after, DateTimeOffset requestedAt, IReadOnlyList<string> leftOut)
    {
        var stands = Deadline(after, requestedAt)!;
        var shorter = after.TotalHours < before.TotalHours ? Shorter(before.TotalHours, after.TotalHours, leftOut) : Text("", "");
        return Text($"{stands.En} {shorter.En}".Trim(), $"{stands.Zh}{shorter.Zh}");
    }

    public static BilingualText NoSubject(string what, IReadOnlyList<CatalogueSubject> subjects) => Text(
        $"The catalogue has no subject called “{what}”. It has: {string.Join(", ", subjects.Select(subject => subject.Title.En))}.",
        $"课程目录中没有“{what}”。可以选择：{string.Join("、", subjects.Select(subject => subject.Title.Zh))}。");

    public static BilingualText SubjectAlready(CatalogueSubject subject) => Text(
        $"The plan is about {subject.Title.En} already.", $"计划的主题已经是{subject.Title.Zh}。");

    public static BilingualText SubjectChanged(CatalogueSubject subject) => Text(
        $"Made anew for {subject.Title.En}.", $"已按{subject.Title.Zh}重新制定。");

    public static BilingualText LevelAlready(LearnerLevel level)
    {
        var end = level switch
        {
            LearnerLevel.Expert => Text(": there is none that is harder", "，没有更难的了"),
            LearnerLevel.Beginner => Text(": there is none that is easier", "，没有更简单的了"),
            _ => Text("", ""),
        };
        return Text($"The plan is for {Level(level).En} already{end.En}.", $"计划的水平已经是{Level(level).Zh}{end.Zh}。");
    }

    public static BilingualText NothingForLevel(LearnerLevel level) => Text(
        $"Not done, for nothing would remain of the plan for {Level(level).En}.",
        $"未执行：按{Level(level).Zh}水平，计划将没有任何内容。");

    public static BilingualText Levelled(
        RoadmapDocument before, RoadmapDocument after, IReadOnlyList<string> gone, IReadOnlyList<string> come) => Text(
        $"For {Level(after.Level).En} instead of {Level(before.Level).En}: {before.TotalHours:0.#} hours become {after.TotalHours:0.#}"
        + $"{Then("; new: ", come, ", ")}{Then("; left out: ", gone, ", ")}.",
        $"水平从{Level(before.Level).Zh}改为{Level(after.Level).Zh}：从 {before.TotalHours:0.#} 小时变为 {after.TotalHours:0.#} 小时"
        + $"{Then("；新增：", come, "、")}{Then("；省略：", gone, "、")}。");

    private static (PlanEditKind Kind, BilingualText Label, string? Topic, double? Value) Describe(Wish wish) => wish switch
    {
        Wish.Shorter => (PlanEditKind.Shorter, Text("Shorter", "缩短"), null, null),
        Wish.MorePractice => (PlanEditKind.MorePractice, Text("More practice", "多一些练习"), null, null),
        Wish.LessPractice => (PlanEditKind.LessPractice, Text("Less practice", "少一些练习"), null, null),
        Wish.LessTheory => (PlanEditKind.LessTheory, Text("Less theory", "少一些理论"), null, null),
        Wish.LeaveOut(var what) => (PlanEditKind.LeaveOut, Text($"Leave out {what}", $"去掉 {what}"), what, null),
        Wish.Known(var what) => (PlanEditKind.Known, Text($"You know {what}", $"已掌握 {what}"), what, null),
        Wish.Keep(var what) => (PlanEditKind.Keep, Text($"Keep {what}", $"保留 {what}"), what, null),
        Wish.Add(var what) => (PlanEditKind.Add, Text($"Add {what}", $"增加 {what}"), what, null),
        Wish.Replace(var what, var with) =>
            (PlanEditKind.Replace, Text($"{with} instead of {what}", $"用 {with} 代替 {what}"), with, null),
        Wish.MoreOf(var what) => (PlanEditKind.MoreOf, Text($"More {what}", $"多一些 {what}"), what, null),
        Wish.LessOf(var what) => (PlanEditKind.LessOf, Text($"Less {what}", $"少一些 {what}"), what, null),
        Wish.HoursPerWeek(var hours) =>
            (PlanEditKind.HoursPerWeek, Text($"{Count(hours, "hour")} a week", $"每周 {hours:0.#} 小时"), null, hours),
        Wish.FewerHoursPerWeek => (PlanEditKind.HoursPerWeek, Text("Fewer hours a week", "每周少一些时间"), null, null),
        Wish.Fit(var weeks) => (PlanEditKind.Fit, Text($"Fit into {Count(weeks, "week")}", $"在 {weeks:0.#} 周内"), null, weeks),
        Wish.FinishBy(var date) => (PlanEditKind.FinishBy, Text($"Finish by {Day(date)}", $"{Day(date)} 前完成"), Day(date), null),
        Wish.FirstConcepts(var count) =>
            (PlanEditKind.FirstConcepts, Text($"Only the first {Count(count, "concept")}", $"只学前 {count} 个"), null, count),
        Wish.Harder => (PlanEditKind.Harder, Text("Harder", "难一点"), null, null),
        Wish.Easier => (PlanEditKind.Easier, Text("Easier", "简单一点"), null, null),
        Wish.Level(var level) =>
            (PlanEditKind.Level, Text($"For {Level(level).En}", $"水平：{Level(level).Zh}"), WireWord.Of(level), null),
        Wish.Move(var what, var place, var beside) => (PlanEditKind.Move, OrderTexts.Label(what, place, beside), what, null),
        Wish.Subject(var what) => (PlanEditKind.Subject, Text($"Another subject: {what}", $"换主题：{what}"), what, null),
        _ => throw new ArgumentOutOfRangeException(nameof(wish), wish, "A wish without a label."),
    };

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Names(IEnumerable<RoadmapConcept> concepts, string separator) =>
        string.Join(separator, concepts.Select(concept => concept.Name));

    private static string Then(string words, IReadOnlyList<string> names, string separator) =>
        names.Count == 0 ? "" : words + string.Join(separator, names);

    private static BilingualText Text(string english, string chinese) => new() { En = english, Zh = chinese };
}
