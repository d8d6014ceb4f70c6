using Roadmap.Api.Generation;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>A plan becomes one for learners of another level, and what was asked for before stays.</summary>
public sealed class OutlineLevelEditTests
{
    private readonly OutlineCase _outline = new();

    /// <summary>As if it had been asked for.</summary>
    [Theory]
    [InlineData("Become a backend engineer with Python")]
    [InlineData("学习 Rust 系统编程")]
    [InlineData("I want to learn React")]
    [InlineData("Become a data analyst")]
    [InlineData("learn Kubernetes")]
    [InlineData("AWS 认证")]
    [InlineData("machine learning")]
    [InlineData("build a mobile app")]
    [InlineData("make games with Godot")]
    [InlineData("get into cybersecurity")]
    [InlineData("learn C#")]
    [InlineData("learn SQL")]
    [InlineData("Learn to play the violin")]
    public async Task A_plan_of_another_level_is_the_one_that_would_have_been_made_for_it(string goal)
    {
        foreach (var from in Enum.GetValues<LearnerLevel>())
        {
            foreach (var to in Enum.GetValues<LearnerLevel>().Where(to => to != from))
            {
                var edited = await EditAsync(OutlineCase.Request(goal, from), Wish(to));
                var made = await _outline.DesignAsync(OutlineCase.Request(goal, to));

                edited.Level.ShouldBe(to);
                edited.Review!.NotUnderstood.ShouldBeEmpty();
                Facts(edited).ShouldBe(Facts(made), $"{goal}: {from} to {to}");
                edited.Weeks.ShouldBe(made.Weeks);
            }
        }
    }

    [Fact]
    public async Task What_a_reviewer_asked_for_or_did_not_want_stays_so_at_another_level()
    {
        var request = OutlineCase.Request("Become a backend engineer with Python");
        var plan = await EditAsync(request, "leave out Docker", "add GraphQL, keep Git", "for experts", "beginner level");

        Ids(plan).ShouldNotContain("docker");
        Ids(await EditAsync(request, "I already know HTTP fundamentals", "too easy")).ShouldNotContain("http-fundamentals");
        Ids(plan).ShouldContain("added-graphql");
        Ids(plan).ShouldContain("py-basics");
        Ids(await EditAsync(request, "for experts, but keep Git")).ShouldContain("git-basics");
    }

    [Theory]
    [InlineData(LearnerLevel.Beginner, "too hard", "beginners already: there is none that is easier")]
    [InlineData(LearnerLevel.Expert, "make it harder", "experts already: there is none that is harder")]
    [InlineData(LearnerLevel.Advanced, "I'm an advanced learner", "advanced learners already.")]
    public async Task A_plan_that_is_so_already_says_so(LearnerLevel level, string feedback, string told)
    {
        var plan = await EditAsync(OutlineCase.Request("Learn Rust", level), feedback);

        plan.Review!.Changed.ShouldBeFalse();
        plan.Review.Edits.ShouldHaveSingleItem().Text.ShouldContain(told);
    }

    private static string Wish(LearnerLevel level) => level switch
    {
        LearnerLevel.Beginner => "I'm a beginner",
        LearnerLevel.Intermediate => "换成中级",
        LearnerLevel.Advanced => "for advanced learners",
        _ => "expert level",
    };

    private static List<string> Facts(RoadmapDocument plan) =>
    [
        .. plan.Concepts.Select(concept =>
            $"{concept.ConceptId} {concept.Hours} h after {string.Join(' ', concept.Prerequisites.Order())}"),
    ];

    private static List<string> Ids(RoadmapDocument plan) => [.. plan.Concepts.Select(concept => concept.ConceptId)];

    private async Task<RoadmapDocument> EditAsync(LearnerRequest request, params string[] rounds)
    {
        var plan = await _outline.DesignAsync(request);
        foreach (var feedback in rounds)
            plan = await _outline.EditAsync(plan, request, feedback);
        return plan;
    }
}
