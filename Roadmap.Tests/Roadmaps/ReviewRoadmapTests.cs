using Roadmap.Api.EventLog;
using Roadmap.Api.Roadmaps;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Roadmaps;

public sealed class ReviewRoadmapTests
{
    [Fact]
    public void A_plan_that_waits_for_review_takes_one_review()
    {
        Decide(TaskDecisions.Waiting).Stored().ShouldBe(["c approve requested"]);
        Decide(TaskDecisions.Waiting.With(ControlCommand.Approve)).ShouldConflict();
        Decide(TaskDecisions.Waiting.With(ControlCommand.Reject)).ShouldConflict();
        Decide(TaskDecisions.Waiting.With(ControlCommand.Cancel)).ShouldConflict();
    }

    [Fact]
    public void Nothing_else_takes_one()
    {
        Decide(TaskDecisions.Generation).ShouldConflict();
        Decide(TaskDecisions.Waiting with { SubStatus = ReviewSubStatus.Editing }).ShouldConflict();
        Decide(TaskDecisions.Waiting with { Origin = TaskOrigin.Worker }).ShouldConflict();
        Decide(TaskDecisions.Waiting.Ended(TaskRunStatus.Cancelled)).ShouldConflict();
    }

    [Fact]
    public async Task A_review_says_yes_or_no_and_a_no_says_why()
    {
        using var folder = new TempFolder();
        await using var server = await GenerationServer.StartAsync(folder.File("roadmap.db"), new ScriptedGenerator(), works: false);

        await RefusesAsync(server, new ReviewBody(), "approved");
        await RefusesAsync(server, new ReviewBody { Approved = false }, "feedback");
        await RefusesAsync(server, new ReviewBody { Approved = false, Feedback = "  " }, "feedback");
        await RefusesAsync(server, new ReviewBody { Approved = true, Feedback = new string('x', 2_001) }, "feedback");
        (await SendAsync(server, "nobody", new ReviewBody { Approved = true, Feedback = new string('x', 2_000) }))
            .ShouldBeOfType<AppendResult.NotFound>();
    }

    [Fact]
    public async Task The_feedback_travels_with_the_command()
    {
        using var folder = new TempFolder();
        await using var server = await GenerationServer.StartAsync(folder.File("roadmap.db"), new ScriptedGenerator());
        var taskId = await server.GenerateAsync(requireReview: true);
        await server.UntilReviewAsync(taskId);

        await server.RejectAsync(taskId, "  leave out Docker ");
        await server.UntilReviewAsync(taskId, earlier: 1);

        (await server.EventsAsync(taskId)).OfType<ControlEvent>().First().Reason.ShouldBe("leave out Docker");
    }

    private static async Task RefusesAsync(GenerationServer server, ReviewBody body, string path)
    {
        var refused = await Should.ThrowAsync<RequestRefusedException>(() => SendAsync(server, "t", body));
        refused.Code.ShouldBe(ErrorCodes.InvalidRequest);
        refused.Errors.Select(error => error.Path).ShouldBe([path]);
    }

    private static Task<AppendResult> SendAsync(GenerationServer server, string taskId, ReviewBody body) =>
        server.Mediator.Send(new ReviewRoadmap(taskId, body) { Caller = Caller.Unrestricted });

    private static Decision Decide(TaskState state) => ReviewRoadmapHandler.Decide(
        state.Alone(), new ControlEvent { CommandId = "c", Command = ControlCommand.Approve, Phase = ControlPhase.Requested });
}
