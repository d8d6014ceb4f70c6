using Roadmap.Api.Generation.Validation;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

public sealed class OutlineFitTests
{
    private const string Goal = "Become a backend engineer with Python";

    private readonly OutlineCase _outline = new();

    [Fact]
    public async Task Sums_and_weeks_follow_from_the_hours()
    {
        var plan = await _outline.DesignAsync(OutlineCase.Request(Goal, hoursPerWeek: 7.5));

        plan.TotalHours.ShouldBe(plan.Concepts.Sum(concept => concept.Hours));
        plan.Stages.Sum(stage => stage.Hours).ShouldBe(plan.TotalHours);
        plan.Stages.SelectMany(stage => stage.Modules).Sum(module => module.Hours).ShouldBe(plan.TotalHours);
        plan.Weeks.ShouldBe((int)Math.Ceiling(plan.TotalHours / 7.5));
        plan.Concepts.First().FirstWeek.ShouldBe(1);
        plan.Concepts.Last().LastWeek.ShouldBe(plan.Weeks);
        plan.Concepts.Zip(plan.Concepts.Skip(1))
            .ShouldAllBe(pair => pair.Second.FirstWeek == pair.First.LastWeek || pair.Second.FirstWeek == pair.First.LastWeek + 1);
    }

    [Fact]
    public async Task Who_knows_more_needs_fewer_hours_and_skips_what_is_known()
    {
        var plans = new List<RoadmapDocument>();
        foreach (var level in Enum.GetValues<LearnerLevel>())
            plans.Add(await _outline.DesignAsync(OutlineCase.Request(Goal, level)));

        plans.Select(plan => plan.TotalHours).ShouldBeInOrder(SortDirection.Descending);
        plans[0].TotalHours.ShouldBeGreaterThan(plans[^1].TotalHours);
        plans[0].Concepts.ShouldContain(concept => concept.ConceptId == "docker");
        plans[^1].Concepts.ShouldNotContain(concept => concept.ConceptId == "docker");
        plans[^1].Notes.ShouldContain(note => note.Contains("Left out, because your level knows it") && note.Contains("Docker"));
    }

    [Fact]
    public async Task A_wide_deadline_leaves_the_plan_whole()
    {
        var free = await _outline.DesignAsync(OutlineCase.Request(Goal));
        var plan = await _outline.DesignAsync(OutlineCase.Request(Goal, weeks: 52));

        plan.TotalHours.ShouldBe(free.TotalHours);
        plan.Notes.ShouldContain(note => note.StartsWith("Fits the deadline 2027-01-04"));
    }

    [Fact]
    public async Task A_near_deadline_leaves_out_what_is_optional_and_says_what()
    {
        var free = await _outline.DesignAsync(OutlineCase.Request(Goal, LearnerLevel.Intermediate));
        var plan = await _outline.DesignAsync(OutlineCase.Request(Goal, LearnerLevel.Intermediate, weeks: (int)(free.TotalHours / 10)));

        var gone = free.Concepts.Select(concept => concept.ConceptId).Except(plan.Concepts.Select(concept => concept.ConceptId)).ToList();
        gone.ShouldNotBeEmpty();
        gone.ShouldAllBe(id => !OutlineCase.Catalogue.SourceOf(id).Core);
        plan.Concepts.ShouldAllBe(concept => free.Concepts.Single(other => other.ConceptId == concept.ConceptId).Hours == concept.Hours);
        plan.Weeks.ShouldBeLessThanOrEqualTo((int)(free.TotalHours / 10));
        plan.Notes.ShouldContain(note => note.StartsWith("Left out because of the deadline:"));
    }

    [Fact]
    public async Task A_nearer_deadline_shortens_hours_as_well()
    {
        var plan = await _outline.DesignAsync(OutlineCase.Request(Goal, weeks: 9));

        plan.TotalHours.ShouldBeLessThanOrEqualTo(90);
        plan.Concepts.ShouldAllBe(concept => OutlineCase.Catalogue.SourceOf(concept.ConceptId).Core
            || plan.Concepts.Any(other => other.Prerequisites.Contains(concept.ConceptId)));
        plan.Notes.ShouldContain(note => note.StartsWith("Some concepts have fewer hours than the catalogue advises"));
        plan.Notes.ShouldContain(note => note.StartsWith("Fits the deadline"));
    }

    [Fact]
    public async Task A_deadline_that_cannot_be_met_is_told_and_hours_keep_their_floor()
    {
        var request = OutlineCase.Request(Goal, weeks: 1);
        var plan = await _outline.DesignAsync(request);

        plan.TotalHours.ShouldBeGreaterThan(10);
        plan.Notes.ShouldContain(note => note.StartsWith("Does not fit the deadline 2026-01-12"));
        plan.Misfit!.Text.ShouldStartWith("Does not fit the deadline 2026-01-12");
        plan.Misfit.Offers.Select(offer => offer.Kind).ShouldBe([PlanEditKind.FirstConcepts, PlanEditKind.FinishBy]);
        plan.Concepts.ShouldAllBe(concept => concept.Hours >= OutlineCase.Catalogue.SourceOf(concept.ConceptId).Hours * 0.5);
        StructureValidation.Check(plan, request).Issues.Select(issue => issue.Code).ShouldBe([StructureIssueCodes.HoursExceedDeadline]);
    }

    /// <summary>What is offered is what the feedback's reader understands, and it does what it says.</summary>
    [Theory]
    [InlineData(Goal)]
    [InlineData("成为 Python 后端工程师")]
    public async Task Each_way_out_of_an_impossible_deadline_makes_the_plan_fit(string goal)
    {
        var request = OutlineCase.Request(goal, weeks: 3);
        var plan = await _outline.DesignAsync(request);
        plan.Misfit!.Offers.Select(offer => offer.Kind)
            .ShouldBe([PlanEditKind.FirstConcepts, PlanEditKind.HoursPerWeek, PlanEditKind.FinishBy]);

        foreach (var offer in plan.Misfit.Offers)
        {
            var edited = await _outline.EditAsync(plan, request, offer.Feedback);

            edited.Review!.Edits.ShouldHaveSingleItem().Kind.ShouldBe(offer.Kind);
            edited.Review.NotUnderstood.ShouldBeEmpty();
            edited.Misfit.ShouldBeNull(offer.Feedback);
            StructureValidation.Check(edited, request).Issues.ShouldBeEmpty(offer.Feedback);
        }
    }

    [Fact]
    public async Task A_deadline_that_is_over_is_not_heeded_and_that_is_told()
    {
        var free = await _outline.DesignAsync(OutlineCase.Request(Goal));
        var plan = await _outline.DesignAsync(OutlineCase.Request(Goal, weeks: -1));

        plan.TotalHours.ShouldBe(free.TotalHours);
        plan.Notes.ShouldContain(note => note.Contains("was over"));
    }

    [Fact]
    public async Task Who_prefers_practice_gets_longer_projects()
    {
        var plain = await _outline.DesignAsync(OutlineCase.Request(Goal));
        var plan = await _outline.DesignAsync(OutlineCase.Request(Goal) with { ContentPreferences = ["hands-on"] });

        Hours(plan, "backend-capstone").ShouldBeGreaterThan(Hours(plain, "backend-capstone"));
        Hours(plan, "py-basics").ShouldBe(Hours(plain, "py-basics"));
        plan.Notes.ShouldContain(note => note.StartsWith("You prefer practice"));
    }

    [Theory]
    [InlineData("Become a backend engineer with Python")]
    [InlineData("学习 Rust 系统编程")]
    [InlineData("I want to learn React")]
    [InlineData("数据分析入门")]
    [InlineData("Learn to play the violin")]
    public async Task Every_plan_is_valid_before_and_after_feedback(string goal)
    {
        int?[] deadlines = [null, 0, 1, 4, 12, 30];
        foreach (var level in Enum.GetValues<LearnerLevel>())
        {
            foreach (var hours in new[] { 1, 7.3, 40 })
            {
                foreach (var weeks in deadlines)
                {
                    var request = OutlineCase.Request(goal, level, hours, weeks);
                    var plan = await _outline.DesignAsync(request);
                    var edited = await _outline.EditAsync(
                        plan, request, "shorter, more practice, leave out testing, add Docker, add unsafe, add GraphQL");

                    foreach (var checkedPlan in new[] { plan, edited })
                    {
                        var issues = StructureValidation.Check(checkedPlan, request).Issues;
                        var misplaced = checkedPlan.Concepts.Where(concept => concept.FirstWeek < 1
                            || concept.FirstWeek > concept.LastWeek
                            || concept.LastWeek > checkedPlan.Weeks);
                        issues.Where(issue =>
                            issue.Code is not (StructureIssueCodes.HoursExceedDeadline or StructureIssueCodes.StudyMethodOnly))
                            .ShouldBeEmpty($"{level}, {hours} h, {weeks} weeks");
                        misplaced.ShouldBeEmpty($"{level}, {hours} h, {weeks} weeks");
                    }
                }
            }
        }
    }

    private static double Hours(RoadmapDocument plan, string conceptId) =>
        plan.Concepts.Single(concept => concept.ConceptId == conceptId).Hours;
}
