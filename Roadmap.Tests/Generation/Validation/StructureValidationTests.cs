using System.Text.Json;
using Roadmap.Api.Generation.Validation;
using Roadmap.Contracts;
using Roadmap.Tests.Generation.Outline;

namespace Roadmap.Tests.Generation.Validation;

public sealed class StructureValidationTests
{
    [Fact]
    public void A_sound_plan_has_the_full_score()
    {
        var report = Check(Plan(Concept("a"), Concept("b", "a"), Concept("c", "a", "b")));

        report.Issues.ShouldBeEmpty();
        report.Score.ShouldBe(100);
        report.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void An_unknown_prerequisite_is_an_error_of_its_concept()
    {
        var issue = Check(Plan(Concept("a"), Concept("b", "nothing"), Concept("c"))).Issues.ShouldHaveSingleItem();

        issue.ShouldSatisfyAllConditions(
            () => issue.Code.ShouldBe(StructureIssueCodes.UnknownPrerequisite),
            () => issue.Severity.ShouldBe(IssueSeverity.Error),
            () => issue.ConceptId.ShouldBe("b"),
            () => issue.Message.ShouldContain("nothing"));
    }

    [Fact]
    public void A_cycle_is_one_error_that_names_its_concepts()
    {
        var issue = Check(Plan(Concept("a", "c"), Concept("b", "a"), Concept("c", "b"), Concept("d", "c"))).Issues.ShouldHaveSingleItem();

        issue.Code.ShouldBe(StructureIssueCodes.PrerequisiteCycle);
        issue.Message.ShouldEndWith("a, c, b.");
    }

    [Fact]
    public void A_concept_that_needs_itself_is_a_cycle() =>
        Codes(Plan(Concept("a", "a"), Concept("b"), Concept("c"))).ShouldBe([StructureIssueCodes.PrerequisiteCycle]);

    [Fact]
    public void A_prerequisite_that_comes_later_is_an_error() =>
        Codes(Plan(Concept("a", "b"), Concept("b"), Concept("c"))).ShouldBe([StructureIssueCodes.PrerequisiteOrder]);

    [Fact]
    public void Two_concepts_with_one_id_are_an_error_and_with_one_name_a_warning()
    {
        Codes(Plan(Concept("a"), Concept("a") with { Name = "Other" }, Concept("c"))).ShouldBe([StructureIssueCodes.DuplicateId]);
        Codes(Plan(Concept("a"), Concept("b") with { Name = "a" }, Concept("c"))).ShouldBe([StructureIssueCodes.DuplicateName]);
    }

    [Fact]
    public void Empty_stages_and_modules_are_errors()
    {
        var plan = Plan(Concept("a"), Concept("b"), Concept("c"));
        var stage = plan.Stages[0];
        var module = stage.Modules[0];

        Codes(plan with { Stages = [stage, stage with { StageId = "s2", Modules = [] }] }).ShouldBe([StructureIssueCodes.EmptyStage]);
        Codes(plan with { Stages = [stage with { Modules = [module, module with { ModuleId = "m2", Concepts = [] }] }] })
            .ShouldBe([StructureIssueCodes.EmptyModule]);
        Codes(plan with
        {
            Stages = [stage, stage with { Modules = [module with { ModuleId = "m2", Concepts = [Concept("d")] }] }],
            TotalHours = 8,
        })
            .ShouldBe([StructureIssueCodes.DuplicateId]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Hours_that_are_not_positive_are_an_error(double hours) =>
        Check(Plan(Concept("a"), Concept("b") with { Hours = hours }, Concept("c"))).Issues
            .ShouldContain(issue => issue.Code == StructureIssueCodes.HoursNotPositive && issue.ConceptId == "b");

    [Fact]
    public void A_total_that_is_not_the_sum_is_an_error() =>
        Codes(Plan(Concept("a"), Concept("b"), Concept("c")) with { TotalHours = 60 }).ShouldBe([StructureIssueCodes.HoursSum]);

    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    public void Hours_beyond_the_deadline_are_a_warning(int hoursPerWeek, bool fits)
    {
        var request = OutlineCase.Request("Rust", hoursPerWeek: hoursPerWeek, weeks: 1);
        var plan = Plan(Concept("a"), Concept("b"), Concept("c")) with
        {
            HoursPerWeek = hoursPerWeek,
            TargetDeadline = request.TargetDeadline,
        };
        var report = StructureValidation.Check(plan, request);

        report.Issues.Select(issue => issue.Code).ShouldBe(fits ? [] : [StructureIssueCodes.HoursExceedDeadline]);
        report.IsValid.ShouldBeTrue();
        report.Score.ShouldBe(fits ? 100 : 95);
    }

    [Fact]
    public void No_concepts_are_an_error_few_a_warning_too_many_an_error()
    {
        Codes(Plan()).ShouldBe([StructureIssueCodes.NoConcepts, StructureIssueCodes.EmptyModule]);
        Codes(Plan(Concept("a"))).ShouldBe([StructureIssueCodes.FewConcepts]);
        Codes(Plan([.. Enumerable.Range(0, ContractLimits.ConceptsPerTask + 1).Select(number => Concept($"c{number}"))]))
            .ShouldBe([StructureIssueCodes.TooManyConcepts]);
    }

    [Fact]
    public void An_id_that_no_event_can_carry_is_an_error() =>
        Codes(Plan(Concept("a"), Concept("b"), Concept(new string('x', ContractLimits.IdLength + 1))))
            .ShouldBe([StructureIssueCodes.InvalidId]);

    [Fact]
    public void The_score_counts_every_issue_and_the_list_is_bounded_with_errors_first()
    {
        var unknown = Enumerable.Range(0, 200).Select(number => Concept($"c{number}", $"nothing{number}") with { Name = "same" }).ToArray();
        var report = Check(Plan(unknown));

        report.Score.ShouldBe(0);
        report.IsValid.ShouldBeFalse();
        report.Issues.Count.ShouldBe(StructureValidation.MostIssues);
        report.Issues[0].Severity.ShouldBe(IssueSeverity.Error);

        Check(Plan(Concept("a", "x"), Concept("b") with { Name = "a" }, Concept("c"))).Score.ShouldBe(75);
    }

    [Fact]
    public void Weeks_that_the_hours_do_not_take_are_an_error() =>
        Codes(Plan(Concept("a"), Concept("b"), Concept("c")) with { Weeks = 9 }).ShouldBe([StructureIssueCodes.WeeksSum]);

    [Fact]
    public void A_tag_that_nothing_teaches_is_an_error()
    {
        var plan = Plan(Concept("a"), Concept("Docker basics"), Concept("c"));

        Codes(plan with { KeyTechnologies = ["Docker", "Plan"] }).ShouldBeEmpty();
        Codes(plan with { KeyTechnologies = ["Kubernetes"] }).ShouldBe([StructureIssueCodes.TechnologyNotTaught]);
    }

    [Fact]
    public void What_is_left_out_and_yet_there_is_an_error()
    {
        var plan = Plan(Concept("a"), Concept("Docker"), Concept("c"));
        LeftOutConcept Gone(string? id, string name) => new() { ConceptId = id, Name = name, Reason = LeftOutReason.Feedback };

        Codes(plan with { LeftOut = [Gone("docker", "Docker")] }).ShouldBe([StructureIssueCodes.LeftOutRemains]);
        Codes(plan with { LeftOut = [Gone("a", "Something")] }).ShouldBe([StructureIssueCodes.LeftOutRemains]);
        Codes(plan with { Title = "Python for all", LeftOut = [Gone(null, "Python")] }).ShouldBe([StructureIssueCodes.LeftOutRemains]);
        Codes(plan with { LeftOut = [Gone("x", "X"), Gone(null, "Python")] }).ShouldBeEmpty();
    }

    [Fact]
    public void After_the_capstone_comes_only_what_needs_it()
    {
        var capstone = Concept("capstone", "a") with { Keywords = ["capstone"] };

        Codes(Plan(Concept("a"), capstone, Concept("teach", "capstone"))).ShouldBeEmpty();
        Codes(Plan(Concept("a"), capstone, Concept("b", "a"))).ShouldBe([StructureIssueCodes.AfterCapstone]);
    }

    [Fact]
    public void A_study_method_is_never_without_issues()
    {
        var understood = new GoalUnderstanding
        {
            Subject = "general",
            Title = "Cello",
            Confidence = Confidence.Unsure,
            MethodOnly = true,
            Alternatives = [],
        };

        Codes(Plan(Concept("a"), Concept("b"), Concept("c")) with { Understood = understood })
            .ShouldBe([StructureIssueCodes.StudyMethodOnly]);
    }

    [Fact]
    public void A_report_is_written_with_the_wires_names()
    {
        var json = JsonSerializer.Serialize(Check(Plan(Concept("a"), Concept("b", "x"), Concept("c"))));

        json.ShouldContain("\"score\":80");
        json.ShouldContain("\"issues\":[{\"code\":\"unknown_prerequisite\",\"severity\":\"error\"");
        json.ShouldContain("\"concept_id\":\"b\"");
        json.ShouldContain("\"is_valid\":false");
    }

    [Fact]
    public void A_chain_of_two_thousand_concepts_is_walked() =>
        Codes(Plan([.. Enumerable.Range(0, 2_000).Select(number => number == 0 ? Concept("c0") : Concept($"c{number}", $"c{number - 1}"))]))
            .ShouldBeEmpty();

    private static StructureReport Check(RoadmapDocument plan) => StructureValidation.Check(plan, OutlineCase.Request("Rust"));

    private static List<string> Codes(RoadmapDocument plan) => [.. Check(plan).Issues.Select(issue => issue.Code)];

    private static RoadmapConcept Concept(string id, params string[] prerequisites) =>
        new()
        {
            ConceptId = id,
            Name = id,
            Description = id,
            Hours = 2,
            Difficulty = ConceptDifficulty.Easy,
            Prerequisites = prerequisites,
            Keywords = [],
            FirstWeek = 1,
            LastWeek = 1,
        };

    private static RoadmapDocument Plan(params RoadmapConcept[] concepts)
    {
        var hours = concepts.Sum(concept => concept.Hours);
        var module = new RoadmapModule { ModuleId = "m1", Title = "Module", Description = "", Hours = hours, Concepts = concepts };
        var stage = new RoadmapStage { StageId = "s1", Title = "Stage", Description = "", Hours = hours, Modules = [module] };
        return new RoadmapDocument
        {
            RoadmapId = "roadmap-1",
            TaskId = "task-1",
            Title = "Plan",
            Summary = "",
            Goal = "Rust",
            Level = LearnerLevel.Beginner,
            Language = "en",
            GeneratedBy = "test",
            TotalHours = hours,
            HoursPerWeek = 10,
            Weeks = (int)Math.Ceiling(hours / 10),
            KeyTechnologies = [],
            Notes = [],
            Stages = [stage],
        };
    }
}
