using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Outline;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

/// <summary>Who is further gets another plan, not the same one in less time.</summary>
public sealed class OutlineLevelTests
{
    private const int FewestConcepts = 6;

    private readonly OutlineCase _outline = new();

    public static TheoryData<string> Subjects { get; } = [.. OutlineCase.Catalogue.Subjects.Select(subject => subject.Id)];

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Each_level_of_a_subject_has_a_plan_of_its_own(string id)
    {
        var subject = OutlineCase.Catalogue.SubjectOf(id);
        var plans = new List<RoadmapDocument>();
        foreach (var level in Enum.GetValues<LearnerLevel>())
            plans.Add(await DesignAsync(subject, level));

        foreach (var (lower, higher) in plans.Zip(plans.Skip(1)))
        {
            Ids(higher).SetEquals(Ids(lower)).ShouldBeFalse($"{id}: {lower.Level} and {higher.Level} learn the same");
            // What is known stays known, and what is depth for one is not taken from the next.
            Ids(higher).Except(Ids(lower)).ShouldAllBe(concept => OutlineCase.Catalogue.OwnOf(concept)!.From == higher.Level);
            Ids(lower).Except(Ids(higher)).ShouldAllBe(concept => OutlineCase.Catalogue.OwnOf(concept)!.KnownAt == higher.Level);
        }

        foreach (var plan in plans)
        {
            plan.Concepts.Count().ShouldBeGreaterThanOrEqualTo(FewestConcepts, $"{id}, {plan.Level}");
            plan.Concepts.Last(concept => OutlineCase.Catalogue.OwnOf(concept.ConceptId)!.Core).Keywords.ShouldContain("capstone");
        }

        Ids(plans[^1]).Except(Ids(plans[0])).ShouldNotBeEmpty($"{id}: an expert learns nothing that a beginner does not");
    }

    [Fact]
    public async Task An_expert_gets_no_basics_and_is_told_why()
    {
        var plan = await DesignAsync(OutlineCase.Catalogue.SubjectOf("backend-python"), LearnerLevel.Expert);

        plan.Concepts.ShouldNotContain(concept => concept.ConceptId == "py-basics" || concept.ConceptId == "git-basics");
        plan.LeftOut!.ShouldContain(gone => gone.ConceptId == "py-basics" && gone.Reason == LeftOutReason.Known);
        // Names have commas of their own.
        plan.Notes.ShouldContain(note => note.StartsWith(
            "Left out, because your level knows it: Python basics; Modules, classes and type hints; Environments, packages and the shell;"));
        plan.Summary.ShouldStartWith("3 stages, 11 concepts", customMessage: "it does not lead from the language on");
    }

    [Fact]
    public async Task What_only_others_get_is_not_told_as_left_out_and_can_be_asked_for()
    {
        var subject = OutlineCase.Catalogue.SubjectOf("rust-systems");
        var depth = subject.Concepts.First(concept => concept.From == LearnerLevel.Advanced);
        var plan = await DesignAsync(subject, LearnerLevel.Beginner);

        plan.LeftOut.ShouldBeNull();
        var edited = await _outline.EditAsync(
            plan, OutlineCase.Request(plan.Goal), $"add {depth.Name.En}");
        edited.Concepts.Single(concept => concept.ConceptId == depth.Id).Requested.ShouldBe(true);
    }

    /// <summary>Only a beginner has to be told, and each subject assumes something else.</summary>
    [Fact]
    public async Task A_beginner_is_told_what_the_plan_takes_for_granted()
    {
        var subject = OutlineCase.Catalogue.SubjectOf("machine-learning");
        var plan = await DesignAsync(subject, LearnerLevel.Beginner);
        plan.Notes.ShouldContain(subject.Assumes!.En);
        (await BeforeAsync(plan, "ml-python")).ShouldEndWith(subject.Assumes.En);
        (await BeforeAsync(plan, "ml-linear-algebra")).ShouldNotContain(subject.Assumes.En);
        (await DesignAsync(subject, LearnerLevel.Intermediate)).Notes.ShouldNotContain(subject.Assumes.En);

        var other = await _outline.EditAsync(plan, OutlineCase.Request(plan.Goal), "I meant Rust");
        other.Notes.ShouldContain(OutlineCase.Catalogue.SubjectOf("rust-systems").Assumes!.En);
        other.Notes.ShouldNotContain(subject.Assumes.En);
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task An_expert_learns_nothing_easy(string id)
    {
        var plan = await DesignAsync(OutlineCase.Catalogue.SubjectOf(id), LearnerLevel.Expert);

        plan.Concepts.Where(concept => concept.Difficulty == ConceptDifficulty.Easy).Select(concept => concept.ConceptId).ShouldBeEmpty();
    }

    private async Task<string> BeforeAsync(RoadmapDocument plan, string conceptId)
    {
        var concept = plan.Concepts.Single(each => each.ConceptId == conceptId);
        var tutorial = await _outline.Generator.WriteTutorialAsync(plan, concept, _ => Task.CompletedTask, CancellationToken.None);
        return tutorial.Sections[1].Body;
    }

    private Task<RoadmapDocument> DesignAsync(CatalogueSubject subject, LearnerLevel level) =>
        _outline.Generator.DesignCurriculumAsync(
            "roadmap-1", OutlineCase.Request(subject.Title.En, level),
            new LearnerIntent { Subject = subject.Id, Summary = "", Language = Languages.English, KeyTechnologies = [] },
            CancellationToken.None);

    private static HashSet<string> Ids(RoadmapDocument plan) => [.. plan.Concepts.Select(concept => concept.ConceptId)];
}
