using System.Text;
using Roadmap.Api.Generation.Validation;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>No text of a person may fail a task: whatever is written at a review, a sound plan comes back.</summary>
public sealed class OutlineFeedbackFuzzTests
{
    private const int Strings = 5_000;

    private static readonly string[] s_goals = [
        "Become a backend engineer with Python", "学习 Rust 系统编程", "I want to learn React", "数据分析入门", "Learn to play the violin"
    ];

    private static readonly string[] s_english = [
        "add", "leave out", "remove", "without", "no", "more", "less", "shorter", "more practice", "less theory", "I already know", "keep",
        "don't", "instead of", "replace", "with", "and", "or", "what would you", "fit in", "8 weeks", "3 hours a week", "by", "March 1",
        "2026-02-31", "finish", "only the first", "concepts", "I meant", "Docker", "Python", "Rust", "React", "SQL", "Kubernetes", "the",
        "capstone", "everything", "move", "before", "after", "at the end",
        "start with", "harder", "too hard", "for experts", "I'm a beginner",
        "nothing", "it", "about", "99999 hours a day", "0 weeks", "first", "module", "Foundations", "FastAPI",
    ];

    private static readonly string[] s_chinese = [
        "加", "增加", "去掉", "不要", "删除", "多一点", "少一点", "短一点", "练习", "理论", "我已经会", "保留", "别", "代替", "换成", "把", "用",
        "每周三小时", "八周内", "在3月1日之前", "只学前", "个", "我指的是", "数据分析", "生命周期", "异步", "知识点", "所有", "的", "了", "吗", "什么",
        "关于", "项目", "综合项目", "基础", "十十", "0月", "太难了", "难一点",
        "换成高级", "我是初学者", "先学", "放到", "之前", "最后学", "再学", "13月40日前", "每天一百小时",
    ];

    private static readonly string[] s_strange = [
        "", " ", "\n", "?", "？", ",", "，", ";", ":", ".", "。", "\"", "“", "(", "[", "{", "{name}", "{subject}", "\\", "$", "*", "+", "\u0000",
        "\uE000", "\uE0FF", "\uF8FF", "\uD83D", "🚀", "\u202E", "\u200B", "İ", "ß", "é", "－", "・", "チェロ", "<b>", "&amp;", "-", "_", "--",
    ];

    private readonly OutlineCase _outline = new();

    [Fact]
    public async Task Five_thousand_strings_in_two_languages_leave_sound_plans()
    {
        var random = new Random(20260105);
        var plans = new List<(Api.Generation.LearnerRequest Request, RoadmapDocument Plan)>();
        foreach (var goal in s_goals)
        {
            var request = OutlineCase.Request(goal);
            plans.Add((request, await _outline.DesignAsync(request)));
        }

        for (var i = 0; i < Strings; i++)
        {
            var feedback = Text(random);
            var (request, plan) = plans[i % plans.Count];
            RoadmapDocument? edited = null;
            await Should.NotThrowAsync(
                async () => edited = await _outline.EditAsync(plan, request, feedback), $"{i} {plan.Title}: {feedback}");

            var errors = StructureValidation.Check(edited!, request).Issues.Where(issue => issue.Severity == IssueSeverity.Error);
            errors.ShouldBeEmpty($"{i} {plan.Title}: {feedback}");
            edited!.Concepts.ShouldNotBeEmpty();
            edited.Review!.Edits.Count.ShouldBeLessThanOrEqualTo(24);
        }
    }

    /// <summary>A goal too may be anything.</summary>
    [Fact]
    public async Task A_plan_is_made_for_any_goal()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            // A goal is valid Unicode: the server's edge refuses others.
            var goal = string.Concat(Text(random).EnumerateRunes().Where(rune => rune != Rune.ReplacementChar));
            if (string.IsNullOrWhiteSpace(goal))
                continue;
            var request = OutlineCase.Request(goal.Trim());
            var plan = await _outline.DesignAsync(request);

            plan.Title.EnumerateRunes().ShouldNotContain(Rune.ReplacementChar, goal);
            StructureValidation.Check(plan, request).Issues.Where(issue => issue.Severity == IssueSeverity.Error).ShouldBeEmpty(goal);
        }
    }

    private static string Text(Random random)
    {
        string[][] words = [s_english, s_chinese, [.. s_english, .. s_chinese, .. s_strange]];
        var from = words[random.Next(words.Length)];
        var separators = new[] { " ", " ", "", ", ", "，", ". ", "。" };
        return string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(12) == 0
            ? $"{s_strange[random.Next(s_strange.Length)]} "
            : from[random.Next(from.Length)] + separators[random.Next(separators.Length)]));
    }
}
