using Roadmap.Api.EventLog;
using Roadmap.Api.Tasks;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Roadmaps;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Tasks;

public sealed class CancelTaskTests
{
    private static readonly string[] s_asked = ["c cancel requested"];
    private static readonly string[] s_atOnce = ["c cancel requested", "c cancel effective", "cancelled"];

    [Fact]
    public void Whoever_works_on_a_task_is_asked_to_stop()
    {
        Decide(TaskDecisions.Generation.Held()).Stored().ShouldBe(s_asked);
        Decide(TaskDecisions.Outside.Alone()).Stored().ShouldBe(s_asked);
    }

    [Fact]
    public void A_task_that_nobody_works_on_is_cancelled_at_once()
    {
        Decide(TaskDecisions.Generation.Alone()).Stored().ShouldBe(s_atOnce);
        Decide(TaskDecisions.Waiting.Alone()).Stored().ShouldBe(s_atOnce);
        Decide(TaskDecisions.Waiting.Held()).Stored().ShouldBe(s_atOnce);
        Decide((TaskDecisions.Outside with { Seq = 0 }).Alone()).Stored().ShouldBe(s_atOnce);
    }

    [Fact]
    public void An_outside_task_that_waits_for_a_review_of_its_own_is_still_its_workers()
    {
        Decide((TaskDecisions.Waiting with { Origin = TaskOrigin.Worker }).Alone()).Stored().ShouldBe(s_asked);
    }

    [Fact]
    public void A_second_cancel_is_accepted_and_stores_nothing()
    {
        Decide(TaskDecisions.Generation.With(ControlCommand.Cancel).Held()).Stored().ShouldBeEmpty();
        Decide(TaskDecisions.Outside.With(ControlCommand.Cancel).Alone()).Stored().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ControlCommand.Approve, "p approve refused")]
    [InlineData(ControlCommand.Reject, "p reject refused")]
    public void A_review_that_is_pending_is_refused_first(ControlCommand review, string refused)
    {
        Decide(TaskDecisions.Waiting.With(review).Held()).Stored().ShouldBe([refused, .. s_asked]);
        Decide(TaskDecisions.Waiting.With(review).Alone()).Stored().ShouldBe([refused, .. s_atOnce]);
    }

    [Theory]
    [InlineData(TaskRunStatus.Completed)]
    [InlineData(TaskRunStatus.Failed)]
    [InlineData(TaskRunStatus.Cancelled)]
    public void What_has_ended_cannot_be_cancelled(TaskRunStatus status) =>
        Decide(TaskDecisions.Generation.Ended(status).Alone()).ShouldConflict();

    [Fact]
    public void What_is_stored_folds_to_a_cancelled_task()
    {
        var decision = Decide(TaskDecisions.Waiting.With(ControlCommand.Approve).Alone()).ShouldBeOfType<Decision.Accepted>();

        var state = decision.Events.Aggregate(TaskDecisions.Waiting, (state, reported) => state.Apply(reported.Event));

        (state.Status, state.PendingCommand).ShouldBe((TaskRunStatus.Cancelled, null));
    }

    private static Decision Decide(TaskFacts facts) => CancelTaskHandler.Decide(facts, "c", Some.Timestamp);
}
