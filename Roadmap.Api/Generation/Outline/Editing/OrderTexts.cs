using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>What is told of a wish for another order, in both languages.</summary>
internal static class OrderTexts
{
    public static BilingualText Label(string what, PlanPlace place, string? beside) => place switch
    {
        PlanPlace.First => Text($"{what} first", $"先学 {what}"),
        PlanPlace.Last => Text($"{what} at the end", $"最后学 {what}"),
        PlanPlace.After => Text($"{what} after {beside}", $"{what} 放在 {beside} 之后"),
        _ => Text($"{what} before {beside}", $"{what} 放在 {beside} 之前"),
    };

    public static BilingualText MovedFirst(IReadOnlyList<RoadmapConcept> moved, IReadOnlyList<RoadmapConcept> ground) => Text(
        ground.Count == 0
            ? $"Comes first now: {En(moved)}."
            : $"Comes as early as it can: {En(moved)}, right after what it builds on: {En(ground)}.",
        ground.Count == 0 ? $"现在排在最前：{Zh(moved)}。" : $"已尽量提前：{Zh(moved)}，紧接在它所依赖的内容之后：{Zh(ground)}。");

    public static BilingualText FirstAlready(IReadOnlyList<RoadmapConcept> moved, IReadOnlyList<RoadmapConcept> ground) => Text(
        ground.Count == 0
            ? $"It comes first already: {En(moved)}."
            : $"It comes as early as it can: {En(moved)} builds on {En(ground)}.",
        ground.Count == 0 ? $"已经排在最前：{Zh(moved)}。" : $"已经是最早的位置：{Zh(moved)} 依赖 {Zh(ground)}。");

    public static BilingualText MovedLast(IReadOnlyList<RoadmapConcept> moved, RoadmapConcept? capstone) => Text(
        $"Comes at the end now{(capstone is null ? "" : $", before the last work, {capstone.Name}")}: {En(moved)}.",
        $"现在排在最后{(capstone is null ? "" : $"（在“{capstone.Name}”之前）")}：{Zh(moved)}。");

    public static BilingualText NeededBefore(IReadOnlyList<RoadmapConcept> moved, IReadOnlyList<RoadmapConcept> needing) => Text(
        $"Not moved: {En(moved)} cannot come at the end, for these build on it: {En(needing)}.",
        $"未调整：{Zh(moved)} 不能放到最后，因为以下内容以它为基础：{Zh(needing)}。");

    public static BilingualText NotBefore(
        IReadOnlyList<RoadmapConcept> moved, IReadOnlyList<RoadmapConcept> against, IReadOnlyList<RoadmapConcept> between) => Text(
        $"Not moved: {En(moved)} cannot come before {En(against)}, for it builds on that{WayEn(between)}.",
        $"未调整：{Zh(moved)} 不能放在 {Zh(against)} 之前，因为它以后者为基础{WayZh(between)}。");

    public static BilingualText NotAfter(
        IReadOnlyList<RoadmapConcept> moved, IReadOnlyList<RoadmapConcept> against, IReadOnlyList<RoadmapConcept> between) => Text(
        $"Not moved: {En(moved)} cannot come after {En(against)}, which builds on it{WayEn(between)}.",
        $"未调整：{Zh(moved)} 不能放在 {Zh(against)} 之后，因为后者以它为基础{WayZh(between)}。");

    public static BilingualText Moved(
        IReadOnlyList<RoadmapConcept> moved, RoadmapConcept target, bool isBefore, IReadOnlyList<RoadmapConcept> along) => Text(
        $"{En(moved)} comes {(isBefore ? "before" : "after")} {target.Name} now"
        + (along.Count == 0 ? "." : $", and with it {(isBefore ? "what it builds on" : "what builds on it")}: {En(along)}."),
        $"{Zh(moved)} 现在排在 {target.Name} 之{(isBefore ? "前" : "后")}"
        + (along.Count == 0 ? "。" : $"，一并调整{(isBefore ? "它所依赖的" : "依赖它的")}：{Zh(along)}。"));

    public static BilingualText CapstoneStays(string name) => Text(
        $"Not moved: {name} is the work with which the plan ends, in which the rest is used.",
        $"未调整：“{name}”是整个计划的收尾作品，要用到其余内容。");

    public static BilingualText PlaceAlready(IReadOnlyList<RoadmapConcept> moved) => Text(
        $"It stands there already: {En(moved)}.", $"已经在这个位置：{Zh(moved)}。");

    private static string WayEn(IReadOnlyList<RoadmapConcept> between) => between.Count == 0 ? "" : $", by way of {En(between)}";

    private static string WayZh(IReadOnlyList<RoadmapConcept> between) => between.Count == 0 ? "" : $"（经由 {Zh(between)}）";

    private static string En(IEnumerable<RoadmapConcept> concepts) => string.Join(", ", concepts.Select(concept => concept.Name));

    private static string Zh(IEnumerable<RoadmapConcept> concepts) => string.Join("、", concepts.Select(concept => concept.Name));

    private static BilingualText Text(string english, string chinese) => new() { En = english, Zh = chinese };
}
