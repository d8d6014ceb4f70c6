using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Workflow;

public sealed class RoadmapWorkflowTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_roadmap_without_review_is_made_in_one_go()
    {
        await using var server = await StartAsync(new ScriptedGenerator(concepts: 7));

        var taskId = await server.GenerateAsync(requireReview: false);
        var state = await server.UntilEndedAsync(taskId);

        state.Status.ShouldBe(TaskRunStatus.Completed);
        state.Percentage.ShouldBe(100);
        (state.ConceptsTotal, state.ConceptsCompleted, state.ConceptsFailed).ShouldBe((7, 7, 0));
        var events = await server.EventsAsync(taskId);
        Story.ShouldBeWhole(events, state);
        events.OfType<ProgressEvent>().Select(e => e.Step).Distinct().ShouldBe(
            [TaskSteps.IntentAnalysis, TaskSteps.CurriculumDesign, TaskSteps.StructureValidation, TaskSteps.ContentGeneration]);
        events.OfType<BatchStartEvent>().Select(e => e.ConceptIds.Count).ShouldBe([5, 2]);
        events.OfType<BatchCompleteEvent>().Select(e => e.Progress.Completed).ShouldBe([5, 7]);
        events.OfType<ConceptCompleteEvent>().Count().ShouldBe(21);
        events[^1].ShouldBeOfType<CompletedEvent>().ShouldSatisfyAllConditions(
            e => e.RoadmapId.ShouldBe(state.RoadmapId), e => e.TutorialsCount.ShouldBe(7), e => e.FailedCount.ShouldBe(0));
        (await server.RoadmapAsync(taskId)).Concepts.ShouldAllBe(concept => concept.Content!.Quiz!.QuizId == $"q-{concept.ConceptId}");
        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_is_edited_until_its_reviewer_approves()
    {
        await using var server = await StartAsync(new ScriptedGenerator());

        var taskId = await server.GenerateAsync(requireReview: true);
        await server.UntilReviewAsync(taskId);
        await server.RejectAsync(taskId, "shorter");
        await server.UntilReviewAsync(taskId, earlier: 1);
        await server.RejectAsync(taskId, "more practice");
        var waiting = await server.UntilReviewAsync(taskId, earlier: 2);
        await server.ApproveAsync(taskId);
        var state = await server.UntilEndedAsync(taskId);

        waiting.Title.ShouldBe("Testing, shorter, more practice");
        (waiting.Status, waiting.CurrentStep).ShouldBe((TaskRunStatus.HumanReviewPending, TaskSteps.HumanReview));
        state.Status.ShouldBe(TaskRunStatus.Completed);
        (await server.RoadmapAsync(taskId)).Title.ShouldBe("Testing, shorter, more practice");
        var events = await server.EventsAsync(taskId);
        Story.ShouldBeWhole(events, state);
        events.OfType<ProgressEvent>().Count(e => e.SubStatus == ReviewSubStatus.Editing).ShouldBe(2);
        events.OfType<ControlEvent>().Select(e => (e.Command, e.Phase)).ShouldBe(
        [
            (ControlCommand.Reject, ControlPhase.Requested), (ControlCommand.Reject, ControlPhase.Effective),
            (ControlCommand.Reject, ControlPhase.Requested), (ControlCommand.Reject, ControlPhase.Effective),
            (ControlCommand.Approve, ControlPhase.Requested), (ControlCommand.Approve, ControlPhase.Effective),
        ]);
        events.OfType<TaskRecoveringEvent>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tutorial_that_grows_is_told_of_every_two_seconds()
    {
        var time = new FakeTime();
        var generator = new ScriptedGenerator(concepts: 1)
        {
            Writes = async written =>
            {
                await written(100);
                time.Advance(TimeSpan.FromSeconds(2));
                await written(250);
                await written(300);
            },
        };
        await using var server = await GenerationServer.StartAsync(_folder.File("roadmap.db"), generator, time: time);

        var taskId = await server.GenerateAsync(requireReview: false);
        var state = await server.UntilEndedAsync(taskId);

        var events = await server.EventsAsync(taskId);
        Story.ShouldBeWhole(events, state);
        var told = events.OfType<ProgressEvent>().Where(e => e.Message?.Contains("characters", StringComparison.Ordinal) == true)
            .ShouldHaveSingleItem();
        told.Message.ShouldBe("Concept 1: 250 characters of the tutorial are written");
        told.Data!.Value.GetRawText().ShouldBe("""{"concept_id":"c1","concept_name":"Concept 1","characters":250}""");
    }

    [Fact]
    public async Task Concepts_are_made_side_by_side_but_not_more_than_allowed()
    {
        var generator = new ScriptedGenerator(concepts: 5);
        var gate = generator.HoldAt("tutorial c1");
        var other = generator.HoldAt("tutorial c2");
        await using var server = await StartAsync(generator);

        await server.GenerateAsync(requireReview: false);
        await gate.Reached;
        await other.Reached;
        gate.Open();
        other.Open();

        await Wait.Eventually("all content is made", () => generator.Done.Count == 17);
        generator.MostAtOnce.ShouldBe(2);
    }

    [Fact]
    public async Task Concepts_that_are_made_side_by_side_are_counted_forwards()
    {
        const int Concepts = 25;
        await using var server =
            await GenerationServer.StartAsync(_folder.File("roadmap.db"), new ScriptedGenerator(Concepts), parallelism: 5);

        var taskId = await server.GenerateAsync(requireReview: false);
        var state = await server.UntilEndedAsync(taskId);

        var events = await server.EventsAsync(taskId);
        Story.ShouldBeWhole(events, state);
        events.OfType<ProgressEvent>()
            .Select(e => e.Message)
            .Where(message => message!.EndsWith("concepts are done", StringComparison.Ordinal))
            .ShouldBe(Enumerable.Range(1, Concepts).Select(done => $"{done} of {Concepts} concepts are done"));
    }

    [Fact]
    public async Task A_concept_that_fails_for_good_counts_as_failed_and_the_others_are_made()
    {
        var generator = new ScriptedGenerator();
        generator.FailAt("resources c2");
        generator.FailAt("quiz c3", times: 2);
        await using var server = await StartAsync(generator);

        var taskId = await server.GenerateAsync(requireReview: false);
        var state = await server.UntilEndedAsync(taskId);

        (state.Status, state.ConceptsCompleted, state.ConceptsFailed).ShouldBe((TaskRunStatus.Completed, 2, 1));
        var events = await server.EventsAsync(taskId);
        Story.ShouldBeWhole(events, state);
        events.OfType<ConceptFailedEvent>().Single().ShouldSatisfyAllConditions(
            e => e.ConceptId.ShouldBe("c2"), e => e.ContentType.ShouldBe(ContentType.Resources),
            e => e.Error.ShouldBe("resources c2 was told to fail"));
        events[^1].ShouldBeOfType<CompletedEvent>()
            .ShouldSatisfyAllConditions(e => e.TutorialsCount.ShouldBe(3), e => e.FailedCount.ShouldBe(1));
        generator.Done.ShouldNotContain("quiz c2");
    }

    [Theory]
    [InlineData("intent", TaskSteps.IntentAnalysis)]
    [InlineData("design", TaskSteps.CurriculumDesign)]
    public async Task A_step_that_fails_ends_the_attempt_and_the_next_one_goes_on_from_there(string call, string step)
    {
        var generator = new ScriptedGenerator();
        generator.FailAt(call);
        await using var server = await StartAsync(generator);

        var taskId = await server.GenerateAsync(requireReview: false);
        (await server.UntilEndedAsync(taskId)).Status.ShouldBe(TaskRunStatus.Failed);
        (await server.EventsAsync(taskId))[^1].ShouldBeOfType<FailedEvent>().ShouldSatisfyAllConditions(
            e => e.Step.ShouldBe(step), e => e.ErrorDetail.ShouldBe($"{call} was told to fail"), e => e.Error.ShouldNotBeEmpty());
        generator.Mend();
        await server.RetryAsync(taskId);
        var state = await server.UntilAsync(taskId, "the second attempt is completed", state => state.Status == TaskRunStatus.Completed);

        state.Attempt.ShouldBe(2);
        Story.ShouldBeWhole(await server.EventsAsync(taskId), state);
        generator.Done.Count(done => done == "intent").ShouldBe(1);
        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broken_plan_fails_with_its_errors_and_is_not_kept()
    {
        var generator = new ScriptedGenerator { MakesBrokenPlans = true };
        await using var server = await StartAsync(generator);

        var taskId = await server.GenerateAsync(requireReview: true);
        await server.UntilEndedAsync(taskId);
        var failed = (await server.EventsAsync(taskId))[^1].ShouldBeOfType<FailedEvent>();
        generator.MakesBrokenPlans = false;
        await server.RetryAsync(taskId);
        await server.UntilReviewAsync(taskId);

        failed.Step.ShouldBe(TaskSteps.StructureValidation);
        failed.ErrorDetail.ShouldNotBeNull().ShouldContain("nowhere");
        (await server.RoadmapAsync(taskId)).Concepts.ShouldAllBe(concept => concept.Prerequisites.Count == 0);
    }

    /// <summary>No text of a person may fail a task, whatever a generator makes of it.</summary>
    [Theory]
    [InlineData(
        true, "The plan has errors and cannot be used. c2 needs nowhere, which is not in the plan.",
        MessageKeys.PlanHasErrors, ReasonKeys.UnknownPrerequisite)]
    [InlineData(false, "The plan could not be changed. edit was told to fail.", MessageKeys.PlanNotChanged, ReasonKeys.AsTold)]
    public async Task An_edit_that_fails_leaves_the_plan_as_it_was_for_another_review(
        bool breaks, string problem, string key, string reason)
    {
        var generator = new ScriptedGenerator();
        await using var server = await StartAsync(generator);
        var taskId = await server.GenerateAsync(requireReview: true);
        await server.UntilReviewAsync(taskId);

        generator.MakesBrokenPlans = breaks;
        if (!breaks)
            generator.FailAt("edit");
        await server.RejectAsync(taskId, "break it");
        var state = await server.UntilReviewAsync(taskId, earlier: 1);
        generator.MakesBrokenPlans = false;
        generator.Mend();
        var kept = await server.RoadmapAsync(taskId);
        await server.RejectAsync(taskId, "again");
        var again = await server.UntilReviewAsync(taskId, earlier: 2);

        (state.Attempt, state.Title, state.ConceptsTotal).ShouldBe((1, "Testing", 3));
        kept.Review.ShouldNotBeNull().ShouldSatisfyAllConditions(
            review => review.Changed.ShouldBeFalse(), review => review.Problem.ShouldBe(problem),
            review => review.ProblemKey.ShouldBe(key),
            review => review.ProblemReasons.ShouldHaveSingleItem().Key.ShouldBe(reason));
        var events = (await server.EventsAsync(taskId)).OfType<ProgressEvent>().ToList();
        events.ShouldContain(e => e.Message == $"Nothing was changed: {problem}");
        again.Title.ShouldBe("Testing, again");
        (await server.RoadmapAsync(taskId)).Review!.Changed.ShouldBeTrue();
        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task When_no_concept_can_be_made_the_task_fails_and_a_retry_makes_what_is_missing()
    {
        var generator = new ScriptedGenerator();
        foreach (var concept in (string[])["c1", "c2", "c3"])
            generator.FailAt($"quiz {concept}");
        await using var server = await StartAsync(generator);

        var taskId = await server.GenerateAsync(requireReview: false);
        var failed = await server.UntilEndedAsync(taskId);
        generator.Mend();
        await server.RetryAsync(taskId);
        var state = await server.UntilAsync(taskId, "the second attempt is completed", state => state.Status == TaskRunStatus.Completed);

        failed.Status.ShouldBe(TaskRunStatus.Failed);
        (state.ConceptsTotal, state.ConceptsCompleted, state.ConceptsFailed).ShouldBe((3, 3, 0));
        Story.ShouldBeWhole(await server.EventsAsync(taskId), state);
        generator.Done.Count(done => done == "tutorial c1").ShouldBe(1);
    }

    private Task<GenerationServer> StartAsync(ScriptedGenerator generator) =>
        GenerationServer.StartAsync(_folder.File("roadmap.db"), generator);
}
