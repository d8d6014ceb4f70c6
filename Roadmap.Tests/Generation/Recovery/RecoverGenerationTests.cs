using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Generation.Workflow;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Recovery;

public sealed class RecoverGenerationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_a_kill_at_any_moment_the_next_start_goes_on_and_nothing_is_told_or_made_twice()
    {
        var reports = 1;
        for (var isDead = true; isDead; reports++)
        {
            var path = _folder.File($"{reports}.db");
            var generator = new ScriptedGenerator();
            var faults = new FaultScript { DiesAfter = reports };
            var server = await GenerationServer.StartAsync(path, generator, faults);
            var taskId = await server.GenerateAsync(requireReview: true);
            await DriveAsync(server, taskId, () => faults.Dead.IsCompleted);
            isDead = faults.Dead.IsCompleted;
            var told = await server.EventsAsync(taskId);
            await server.DisposeAsync();

            await using var next = await GenerationServer.StartAsync(path, generator);
            await DriveAsync(next, taskId, () => false);

            var state = await next.StateAsync(taskId);
            var events = await next.EventsAsync(taskId);
            state.ShouldSatisfyAllConditions($"killed after report {reports}",
                () => (state.Status, state.ConceptsCompleted, state.ConceptsFailed).ShouldBe((TaskRunStatus.Completed, 3, 0)),
                () => Story.ShouldBeWhole(events, state),
                () => events.Take(told.Count).ShouldBe(told, new SamePlace()),
                () => MadeAgain(generator, told).ShouldBeEmpty());
        }

        reports.ShouldBeGreaterThan(25);
    }

    [Fact]
    public async Task A_task_that_had_begun_says_that_it_is_recovering()
    {
        var generator = new ScriptedGenerator();
        var gate = generator.HoldAt("tutorial c2");
        var first = await GenerationServer.StartAsync(Path, generator);
        var taskId = await first.GenerateAsync(requireReview: false);
        await gate.Reached;
        await first.DisposeAsync();
        first.Errors.ShouldBeEmpty();

        generator.Mend();
        await using var second = await GenerationServer.StartAsync(Path, generator);
        var state = await second.UntilEndedAsync(taskId);

        state.Status.ShouldBe(TaskRunStatus.Completed);
        (await second.EventsAsync(taskId)).OfType<TaskRecoveringEvent>().Single().ShouldSatisfyAllConditions(
            e => e.CurrentStep.ShouldBe(TaskSteps.ContentGeneration), e => e.RoadmapId.ShouldBe(state.RoadmapId));
    }

    [Fact]
    public async Task A_cancel_that_nobody_heard_is_made_effective_at_the_next_start()
    {
        var generator = new ScriptedGenerator();
        var gate = generator.HoldAt("design");
        var faults = new FaultScript { DiesAfter = 3 };
        var first = await GenerationServer.StartAsync(Path, generator, faults);
        var taskId = await first.GenerateAsync(requireReview: false);
        await faults.Dead;
        (await first.CancelAsync(taskId)).ShouldBeOfType<AppendResult.Appended>().State.PendingCommand.ShouldNotBeNull();
        await first.DisposeAsync();

        await using var second = await GenerationServer.StartAsync(Path, generator);
        var state = await second.UntilEndedAsync(taskId);

        state.Status.ShouldBe(TaskRunStatus.Cancelled);
        var events = await second.EventsAsync(taskId);
        Story.ShouldBeWhole(events, state);
        events.OfType<ControlEvent>().Select(e => e.Phase).ShouldBe([ControlPhase.Requested, ControlPhase.Effective]);
        gate.Open();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_review_that_came_when_nobody_worked_is_worked_on_at_the_next_start(bool approved)
    {
        var generator = new ScriptedGenerator();
        var first = await GenerationServer.StartAsync(Path, generator);
        var taskId = await first.GenerateAsync(requireReview: true);
        await first.UntilReviewAsync(taskId);
        await first.DisposeAsync();
        await using (var idle = await GenerationServer.StartAsync(Path, generator, works: false))
            await (approved ? idle.ApproveAsync(taskId) : idle.RejectAsync(taskId, "shorter"));

        await using var second = await GenerationServer.StartAsync(Path, generator);
        var state = approved ? await second.UntilEndedAsync(taskId) : await second.UntilReviewAsync(taskId, earlier: 1);

        state.Status.ShouldBe(approved ? TaskRunStatus.Completed : TaskRunStatus.HumanReviewPending);
        (await second.EventsAsync(taskId)).OfType<TaskRecoveringEvent>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Lost_requests_and_lost_replies_are_repeated_and_store_nothing_twice()
    {
        await using var server = await GenerationServer.StartAsync(Path, new ScriptedGenerator(), new FaultScript { LosesEvery = 6 });

        var taskId = await server.GenerateAsync(requireReview: false);
        var state = await server.UntilEndedAsync(taskId);

        state.Status.ShouldBe(TaskRunStatus.Completed);
        Story.ShouldBeWhole(await server.EventsAsync(taskId), state);
        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_lost_its_task_writes_nothing_more()
    {
        var generator = new ScriptedGenerator();
        var gate = generator.HangAt("design");
        await using var server = await GenerationServer.StartAsync(Path, generator);
        var taskId = await server.GenerateAsync(requireReview: false);
        await gate.Reached;
        var before = (await server.StateAsync(taskId)).Seq;
        await server.Leases.ReleaseAsync(taskId, run: 1, CancellationToken.None);
        (await server.Leases.AcquireAsync(taskId, TimeSpan.FromMinutes(5), CancellationToken.None)).ShouldNotBeNull().Run.ShouldBe(2);

        gate.Open();
        await Wait.Eventually("the old run has made its plan", () => generator.Done.Contains("design"));
        await server.DisposeAsync();

        await using var idle = await GenerationServer.StartAsync(Path, generator, works: false);
        (await idle.StateAsync(taskId)).Seq.ShouldBe(before);
    }

    private string Path => _folder.File("roadmap.db");

    /// <summary>
    /// Sends the plan back once, approves it then, and returns at the end of the task or when the server is as good as dead.
    /// </summary>
    private static Task DriveAsync(
        GenerationServer server, string taskId, Func<bool> isDead) => Wait.Eventually("the task ends", async () =>
    {
        var state = await server.StateAsync(taskId);
        if (state is { SubStatus: ReviewSubStatus.Waiting, PendingCommand: null })
            await ReviewAsync(server, state);
        return state.HasEnded || isDead();
    });

    private static Task<AppendResult> ReviewAsync(GenerationServer server, TaskState state) =>
        state.Title!.Contains("shorter", StringComparison.Ordinal)
            ? server.ApproveAsync(state.TaskId)
            : server.RejectAsync(state.TaskId, "shorter");

    /// <summary>Pieces whose making was told before the kill and that were made more than once.</summary>
    private static IEnumerable<string> MadeAgain(ScriptedGenerator generator, IEnumerable<TaskEvent> told)
    {
        var finished = told.OfType<ConceptCompleteEvent>()
            .Select(e => $"{e.ContentType.ToString().ToLowerInvariant()} {e.ConceptId}")
            .ToList();
        if (told.OfType<ProgressEvent>().Any(e => e.Step == TaskSteps.CurriculumDesign))
            finished.Add("intent");
        if (told.OfType<HumanReviewRequiredEvent>().Any())
            finished.Add("design");
        return finished.Where(piece => generator.Done.Count(done => done == piece) > 1);
    }

    private sealed class SamePlace : IEqualityComparer<TaskEvent>
    {
        public bool Equals(TaskEvent? one, TaskEvent? other) =>
            (one?.Seq, one?.Type, one?.Timestamp) == (other?.Seq, other?.Type, other?.Timestamp);

        public int GetHashCode(TaskEvent stored) => stored.Seq.GetHashCode();
    }
}
