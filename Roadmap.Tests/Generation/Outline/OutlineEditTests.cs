using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Validation;
using Roadmap.Contracts;

namespace Roadmap.Tests.Generation.Outline;

public sealed class OutlineEditTests
{
    private readonly OutlineCase _outline = new();

    private readonly LearnerRequest _request = OutlineCase.Request("Become a backend engineer with Python");

    [Theory]
    [InlineData("leave out Docker")]
    [InlineData("去掉 Docker")]
    public async Task A_concept_that_is_left_out_is_gone_and_stays_gone(string feedback)
    {
        var plan = await EditAsync(feedback, "more practice", "add GraphQL", "shorter");

        Ids(plan).ShouldNotContain("docker");
        plan.Notes.ShouldContain("Left out at your request: Docker and containers.");
        plan.Concepts.SelectMany(concept => concept.Prerequisites).ShouldNotContain("docker");
    }

    [Fact]
    public async Task A_technology_goes_with_all_that_teaches_it_but_not_what_the_plan_is_named_after()
    {
        (await EditAsync("")).KeyTechnologies.ShouldContain("Docker");

        var plan = await EditAsync("shorter, and leave out Docker");
        plan.KeyTechnologies.ShouldNotContain("Docker");
        plan.KeyTechnologies.ShouldContain("FastAPI");
        plan.Title.ShouldBe("Backend engineering with Python");

        (await EditAsync("leave out Python basics")).KeyTechnologies.ShouldContain("Python");
    }

    [Fact]
    public async Task Whoever_needed_what_is_left_out_needs_what_it_needed()
    {
        var plan = await EditAsync("leave out FastAPI");

        plan.Concepts.Single(concept => concept.ConceptId == "orm-migrations").Prerequisites
            .ShouldBe(["sql-transactions", "py-modules-types", "py-env", "api-design"], ignoreOrder: true);
        StructureValidation.Check(plan, _request).Issues.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_whole_module_can_be_left_out_but_not_the_whole_plan()
    {
        var plan = await EditAsync("leave out the databases module");
        Ids(plan).ShouldNotContain("sql-basics");
        Ids(plan).ShouldNotContain("sql-transactions");

        foreach (var stage in plan.Stages.Select(stage => stage.Title).ToList())
            plan = await _outline.EditAsync(plan, _request, $"leave out {stage}");
        plan.Concepts.ShouldNotBeEmpty();
        plan.Review!.Changed.ShouldBeFalse();
        plan.Review.Edits.ShouldHaveSingleItem().Text.ShouldContain("nothing would remain");
    }

    [Fact]
    public async Task Shorter_takes_a_quarter_off_and_again_until_it_is_as_short_as_it_gets()
    {
        var whole = await EditAsync("");
        var once = await EditAsync("shorter");
        once.TotalHours.ShouldBeInRange(whole.TotalHours * 0.7, whole.TotalHours * 0.75);

        var shortest = await EditAsync("shorter", "shorter", "shorter", "shorter");
        shortest.TotalHours.ShouldBeLessThan(once.TotalHours);
        shortest.Review!.Changed.ShouldBeFalse();
        shortest.Review.Edits.ShouldHaveSingleItem().Text.ShouldContain("it cannot be shorter");
        shortest.Concepts.ShouldAllBe(concept => OutlineCase.Catalogue.SourceOf(concept.ConceptId).Core
            || shortest.Concepts.Any(other => other.Prerequisites.Contains(concept.ConceptId)));
    }

    [Theory]
    [InlineData("more practice", "Practice: ")]
    [InlineData("多一些练习", "Practice: ")]
    public async Task More_practice_lengthens_projects_and_gives_each_stage_one(string feedback, string name)
    {
        var before = await EditAsync("");
        var plan = await EditAsync(feedback);

        Hours(plan, "backend-capstone").ShouldBe(Hours(before, "backend-capstone") * 1.5);
        plan.Stages.ShouldAllBe(stage => stage.Modules.SelectMany(module => module.Concepts)
            .Any(concept => concept.Name.StartsWith(name) || concept.ConceptId == "backend-capstone"));
        StructureValidation.Check(plan, _request).Issues.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_another_subject_teaches_is_added_with_what_it_builds_on()
    {
        var plan = await EditAsync("add data cleaning");

        Ids(plan).ShouldContain("da-cleaning");
        Ids(plan).ShouldContain("da-pandas");
        plan.Review!.Edits.ShouldHaveSingleItem().Text.ShouldStartWith("Added Cleaning data, and what it builds on: ");
        StructureValidation.Check(plan, _request).Issues.ShouldBeEmpty();
        var concept = plan.Concepts.Single(concept => concept.ConceptId == "da-cleaning");
        (await _outline.Generator.WriteQuizAsync(plan, concept, CancellationToken.None)).Questions.Count.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("add GraphQL", "GraphQL", "added-graphql")]
    [InlineData("增加分布式系统", "分布式系统", "added-1")]
    public async Task What_no_subject_teaches_becomes_a_concept_of_that_name(string feedback, string name, string id)
    {
        var plan = await EditAsync(feedback);

        var concept = plan.Concepts.Single(concept => concept.ConceptId == id);
        concept.Name.ShouldBe(name);
        concept.Description.ShouldContain(name);
        var tutorial = await _outline.Generator.WriteTutorialAsync(plan, concept, _ => Task.CompletedTask, CancellationToken.None);
        tutorial.Sections[0].Body.ShouldNotContain("{");
        plan.Review!.Edits.ShouldHaveSingleItem().Text.ShouldContain("with a general study guide");
    }

    /// <summary>What the whole plan is about is no concept's name.</summary>
    [Theory]
    [InlineData("learn Kubernetes", "add Kubernetes")]
    [InlineData("learn Kubernetes", "add k8s")]
    [InlineData("machine learning", "add ML")]
    [InlineData("机器学习", "增加机器学习")]
    [InlineData("AWS 认证", "增加 AWS")]
    public async Task What_a_plan_is_about_is_in_it_already(string goal, string feedback)
    {
        var request = OutlineCase.Request(goal);
        var plan = await _outline.DesignAsync(request);
        var edited = await _outline.EditAsync(plan, request, feedback);

        edited.Review!.Changed.ShouldBeFalse();
        Ids(edited).ShouldBe(Ids(plan));
    }

    [Fact]
    public async Task More_of_what_a_plan_is_about_is_more_of_all_that_needs_it()
    {
        var request = OutlineCase.Request("learn Kubernetes");
        var plan = await _outline.DesignAsync(request);
        var edited = await _outline.EditAsync(plan, request, "more about Kubernetes");

        Hours(edited, "k8s-workloads").ShouldBeGreaterThan(Hours(plan, "k8s-workloads"));
        Hours(edited, "k8s-linux").ShouldBe(Hours(plan, "k8s-linux"));
    }

    [Fact]
    public async Task Nothing_that_was_asked_for_is_taken_out_by_shorter_or_added_twice()
    {
        var plan = await EditAsync("leave out Docker, add GraphQL", "add Docker", "shorter", "shorter", "shorter", "add GraphQL");

        Ids(plan).ShouldContain("docker");
        Ids(plan).Count(id => id == "added-graphql").ShouldBe(1);
        plan.Review!.Edits.ShouldHaveSingleItem().Text.ShouldBe("GraphQL is in the plan already.");
        plan.Review.Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_not_understood_or_not_found_is_told()
    {
        var plan = await EditAsync("shorter, and make the font blue, leave out Cobol");

        plan.Review!.NotUnderstood.ShouldBe(["and make the font blue"]);
        plan.Review.Edits.Select(edit => (edit.Kind, edit.Applied))
            .ShouldBe([(PlanEditKind.Shorter, true), (PlanEditKind.LeaveOut, false)]);
        plan.Review.Edits[1].Text.ShouldBe("Nothing in the plan is called “Cobol”.");
    }

    /// <summary>What was said of one round is not said of the next.</summary>
    [Fact]
    public async Task What_came_of_feedback_does_not_pile_up()
    {
        var once = await EditAsync("shorter, and make the font blue");
        var plan = await EditAsync("shorter, and make the font blue", "make the font green", "add GraphQL");

        plan.Review!.NotUnderstood.ShouldBeEmpty();
        plan.Review.Edits.ShouldHaveSingleItem().Label.ShouldBe("Add GraphQL");
        plan.Notes.Count.ShouldBe(once.Notes.Count);
    }

    [Fact]
    public async Task The_note_on_the_deadline_is_the_edited_plans()
    {
        var request = _request with { TargetDeadline = OutlineCase.Now.AddDays(7 * 8) };
        var before = await _outline.DesignAsync(request);
        var plan = await _outline.EditAsync(before, request, "more practice");

        before.Notes.ShouldContain(note => note.StartsWith("Fits the deadline"));
        plan.Notes.Where(note => note.Contains("the deadline 2026")).ShouldHaveSingleItem().ShouldStartWith("Does not fit");
        plan.Summary.ShouldContain($"{plan.Weeks} weeks");
    }

    [Fact]
    public async Task A_Chinese_plan_is_edited_in_Chinese()
    {
        var request = OutlineCase.Request("学习 Rust 系统编程");
        var plan = await _outline.EditAsync(await _outline.DesignAsync(request), request, "太长了，去掉异步 Rust 与 Tokio，增加 WebAssembly，换个颜色");

        Ids(plan).ShouldNotContain("rust-async");
        plan.Review!.Edits.Select(edit => edit.Label).ShouldBe(["缩短", "去掉 异步 Rust 与 Tokio", "增加 WebAssembly"]);
        plan.Review.NotUnderstood.ShouldBe(["换个颜色"]);
    }

    [Fact]
    public async Task However_often_something_is_added_the_plan_stays_bounded()
    {
        var plan = await EditAsync([.. Enumerable.Range(1, 80).Chunk(20)
            .Select(numbers => string.Join("; ", numbers.Select(number => $"add Topic{number}")))]);

        plan.Concepts.Count().ShouldBe(60);
        plan.Review!.Edits.ShouldAllBe(edit => edit.Text.Contains("at most 60 concepts"));
    }

    [Fact]
    public async Task That_nobody_is_left_who_could_change_a_plan_is_said_by_a_key()
    {
        var plan = (await _outline.DesignAsync(_request)) with { GeneratedBy = "a model that is not set up any more" };

        var failed = await Should.ThrowAsync<GenerationFailedException>(() => _outline.EditAsync(plan, _request, "shorter"));

        failed.Reason.Key.ShouldBe(ReasonKeys.ModelGone);
    }

    private async Task<RoadmapDocument> EditAsync(params string[] rounds)
    {
        var plan = await _outline.DesignAsync(_request);
        foreach (var feedback in rounds)
            plan = await _outline.EditAsync(plan, _request, feedback);
        return plan;
    }

    private static List<string> Ids(RoadmapDocument plan) => [.. plan.Concepts.Select(concept => concept.ConceptId)];

    private static double Hours(RoadmapDocument plan, string conceptId) =>
        plan.Concepts.Single(concept => concept.ConceptId == conceptId).Hours;
}
