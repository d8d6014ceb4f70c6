using Roadmap.Api.EventLog;
using Roadmap.Api.Tasks;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Tasks;

public sealed class LeaseWatchTests
{
    [Theory]
    [InlineData(true, TaskRunStatus.Processing, 1)]
    [InlineData(true, TaskRunStatus.Completed, 0)]
    [InlineData(false, TaskRunStatus.Processing, 0)]
    public void Only_a_task_that_runs_on_an_expired_lease_is_ended(bool expired, TaskRunStatus status, int events)
    {
        var facts = new TaskFacts(Some.State() with { Status = status, CurrentStep = "reading" }, HasLiveRun: false, LeaseExpired: expired);

        LeaseWatch.Decide(facts, Some.Timestamp).ShouldBeOfType<Decision.Accepted>().Events.Count.ShouldBe(events);
    }
}
