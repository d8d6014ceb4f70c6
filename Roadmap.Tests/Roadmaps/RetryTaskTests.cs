using Roadmap.Api.EventLog;
using Roadmap.Api.Roadmaps;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Roadmaps;

public sealed class RetryTaskTests
{
    [Theory]
    [InlineData(TaskRunStatus.Failed)]
    [InlineData(TaskRunStatus.Cancelled)]
    public void What_failed_or_was_cancelled_begins_its_next_attempt(TaskRunStatus status)
    {
        var ended = TaskDecisions.Generation.Ended(status) with { Attempt = 3 };

        var started = Decide(ended).ShouldBeOfType<Decision.Accepted>().Events.Single().Event.ShouldBeOfType<RetryStartedEvent>();

        started.Attempt.ShouldBe(4);
        ended.Apply(started).ShouldSatisfyAllConditions(state => state.Attempt.ShouldBe(4), state => state.HasEnded.ShouldBeFalse());
    }

    [Fact]
    public void What_completed_without_some_of_its_content_does_too() =>
        Decide(TaskDecisions.Generation.Ended(TaskRunStatus.Completed) with { ConceptsFailed = 1 })
            .ShouldBeOfType<Decision.Accepted>();

    [Fact]
    public void Nothing_else_does()
    {
        Decide(TaskDecisions.Generation).ShouldConflict();
        Decide(TaskDecisions.Waiting).ShouldConflict();
        Decide(TaskDecisions.Generation.Ended(TaskRunStatus.Completed)).ShouldConflict();
        Decide(TaskDecisions.Outside.Ended(TaskRunStatus.Failed)).ShouldConflict();
    }

    private static Decision Decide(TaskState state) => RetryTaskHandler.Decide(state.Alone(), Some.Timestamp);
}
