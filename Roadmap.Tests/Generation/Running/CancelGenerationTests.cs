using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Tests.Generation.Workflow;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Generation.Running;

public sealed class CancelGenerationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("intent")]
    [InlineData("design")]
    [InlineData("edit")]
    [InlineData("tutorial c1")]
    [InlineData("quiz c3")]
    public async Task Cancelling_takes_effect_at_once_in_the_middle_of_any_call(string call)
    {
        var generator = new ScriptedGenerator();
        var gate = generator.HoldAt(call);
        await using var server = await StartAsync(generator);

        var taskId = await StartUntilAsync(server, gate, call);
        await CancelAtOnceAsync(server, taskId);

        await ShouldBeCancelledAsync(server, taskId);
        generator.Done.ShouldNotContain(call);
    }

    [Fact]
    public async Task A_generator_that_does_not_hear_of_it_holds_nobody_up()
    {
        var generator = new ScriptedGenerator();
        var gate = generator.HangAt("design");
        await using var server = await StartAsync(generator);

        var taskId = await StartUntilAsync(server, gate, "design");
        await CancelAtOnceAsync(server, taskId);

        await ShouldBeCancelledAsync(server, taskId);
        gate.Open();
    }

    [Fact]
    public async Task While_the_plan_waits_for_review_it_is_cancelled_at_once_and_a_retry_asks_for_the_review_again()
    {
        await using var server = await StartAsync(new ScriptedGenerator());
        var taskId = await server.GenerateAsync(requireReview: true);
        await server.UntilReviewAsync(taskId);

        var cancelled = (await server.CancelAsync(taskId)).ShouldBeOfType<AppendResult.Appended>();
        cancelled.State.Status.ShouldBe(TaskRunStatus.Cancelled);
        await server.RetryAsync(taskId);
        var state = await server.UntilReviewAsync(taskId, earlier: 1);

        (state.Attempt, state.ConceptsTotal).ShouldBe((2, 3));
        Story.ShouldBeWhole(await server.EventsAsync(taskId), state);
    }

    [Fact]
    public async Task A_retry_after_a_cancel_keeps_what_was_made_and_tells_of_it()
    {
        var generator = new ScriptedGenerator(concepts: 7);
        var gate = generator.HoldAt("resources c6");
        await using var server = await StartAsync(generator);
        var taskId = await server.GenerateAsync(requireReview: false);
        await gate.Reached;
        await server.UntilAsync(taskId, "all other concepts are made", state => state.ConceptsCompleted == 6);
        await server.CancelAsync(taskId);
        await server.UntilEndedAsync(taskId);

        generator.Mend();
        await server.RetryAsync(taskId);
        var state = await server.UntilAsync(taskId, "the second attempt is completed", state => state.Status == TaskRunStatus.Completed);

        (state.ConceptsTotal, state.ConceptsCompleted, state.ConceptsFailed).ShouldBe((7, 7, 0));
        generator.Done.ShouldBeUnique();
        var events = await server.EventsAsync(taskId);
        Story.ShouldBeWhole(events, state);
        var second = events.Where(e => e.Attempt == 2).ToList();
        second.OfType<ConceptAllContentCompleteEvent>().Count().ShouldBe(7);
        second.OfType<ConceptStartEvent>().Select(e => (e.ConceptId, e.ContentType))
            .ShouldBe([("c6", ContentType.Resources), ("c6", ContentType.Quiz)]);
        second.OfType<BatchStartEvent>().Single().ConceptIds.ShouldBe(["c6"]);
    }

    private static async Task<string> StartUntilAsync(GenerationServer server, ScriptedGenerator.Gate gate, string call)
    {
        var taskId = await server.GenerateAsync(requireReview: call == "edit");
        if (call == "edit")
        {
            await server.UntilReviewAsync(taskId);
            await server.RejectAsync(taskId, "shorter");
        }

        await gate.Reached;
        return taskId;
    }

    /// <summary>The server's clock stands still: nothing that only looks now and then can have found the cancel.</summary>
    private static async Task CancelAtOnceAsync(GenerationServer server, string taskId)
    {
        await server.CancelAsync(taskId);
        await server.CancelAsync(taskId);
        await server.UntilEndedAsync(taskId);
    }

    private static async Task ShouldBeCancelledAsync(GenerationServer server, string taskId)
    {
        var events = await server.EventsAsync(taskId);
        events.OfType<ControlEvent>().Where(e => e.Command == ControlCommand.Cancel).Select(e => e.Phase)
            .ShouldBe([ControlPhase.Requested, ControlPhase.Effective]);
        events[^1].ShouldBeOfType<CancelledEvent>();
        Story.ShouldBeWhole(events, await server.StateAsync(taskId));
        server.Errors.ShouldBeEmpty();
    }

    private Task<GenerationServer> StartAsync(ScriptedGenerator generator) =>
        GenerationServer.StartAsync(_folder.File("roadmap.db"), generator, time: new FakeTime());
}
