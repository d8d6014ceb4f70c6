using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Editing;

/// <summary>What is told of a wish for one thing instead of another, in both languages.</summary>
internal static class ReplaceTexts
{
    private const int MostNames = 3;

    /// <param name="old">What is gone.</param>
    /// <param name="other">What came in its place.</param>
    /// <param name="speaking">What still has examples with what is gone.</param>
    public static BilingualText Replaced(
        IReadOnlyList<RoadmapConcept> old, RoadmapConcept other, IReadOnlyList<RoadmapConcept> speaking) => Text(
        $"{other.Name} takes the place of {En(old)}."
        + (speaking.Count == 0 ? "" : $" Examples stay as they are in: {En(speaking)}."),
        $"{other.Name} 取代了 {Zh(old)}。" + (speaking.Count == 0 ? "" : $"以下内容的示例保持不变：{Zh(speaking)}。"));

    public static BilingualText ThereAlready(string what, string with) => Text(
        $"{with} is in the plan already, and nothing in it is called “{what}”.",
        $"计划中已有 {with}，没有“{what}”。");

    public static BilingualText WholePlan(string what, string with, CatalogueSubject? subject) => Text(
        $"Not replaced: the whole plan is about {what}. {OtherPlanEn(with, subject)}",
        $"未替换：整个计划都以 {what} 为主题。{OtherPlanZh(with, subject)}");

    public static BilingualText BuiltOn(
        string what, string with, IReadOnlyList<RoadmapConcept> concepts, CatalogueSubject? subject) => Text(
        $"Not replaced: {En(concepts)} are taught with {what}, and would have to be written anew for {with}. {OtherPlanEn(with, subject)}",
        $"未替换：{Zh(concepts)} 都用 {what} 讲授，换成 {with} 需要重新编写。{OtherPlanZh(with, subject)}");

    public static BilingualText TeachesMore(string what, string with, RoadmapConcept concept) => Text(
        $"Not replaced: {concept.Name} teaches more than {what}, and the catalogue has no guide for {with}. Say “add {with}” to have it beside "
        + "that, with a general guide.",
        $"未替换：“{concept.Name}”讲的不只是 {what}，而课程目录没有 {with} 的专门内容。如果需要，可以说“增加 {with}”，附通用学习指南。");

    private static string OtherPlanEn(string with, CatalogueSubject? subject) => subject is null
        ? $"The catalogue has no plan with {with}; “add {with}” puts it beside that."
        : $"Say “{PlanTexts.AskSubject(subject.Title).En}” to have a plan of that.";

    private static string OtherPlanZh(string with, CatalogueSubject? subject) => subject is null
        ? $"课程目录没有 {with} 的计划；可以说“增加 {with}”，与之并存。"
        : $"如果想学它，请说“{PlanTexts.AskSubject(subject.Title).Zh}”。";

    private static string En(IReadOnlyList<RoadmapConcept> concepts) =>
        string.Join(", ", concepts.Take(MostNames).Select(concept => concept.Name))
        + (concepts.Count > MostNames ? $" and {concepts.Count - MostNames} more" : "");

    private static string Zh(IReadOnlyList<RoadmapConcept> concepts) =>
        string.Join("、", concepts.Take(MostNames).Select(concept => concept.Name))
        + (concepts.Count > MostNames ? $"等 {concepts.Count} 个知识点" : "");

    private static BilingualText Text(string english, string chinese) => new() { En = english, Zh = chinese };
}
