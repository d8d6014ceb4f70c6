using Roadmap.Api.Ingest;
using Roadmap.Contracts;
using Roadmap.Tests.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Ingest;

public sealed class NextAttemptTests
{
    [Theory]
    [InlineData("intent_analysis", "processing", true)]
    [InlineData("content_generation", "resuming", true)]
    [InlineData("human_review", "human_review_pending", true)]
    [InlineData("completed", "processing", false)]
    [InlineData("failed", "processing", false)]
    [InlineData("cancelled", "x", false)]
    [InlineData("curriculum_design", "completed", false)]
    [InlineData("content_generation", "failed", false)]
    public void Progress_begins_the_next_attempt_unless_it_tells_of_an_end(string step, string status, bool begins) =>
        NextAttempt.IsBegunBy(Some.Timestamp, new ProgressEvent { Step = step, Status = status, Timestamp = Some.Timestamp },
            hasOwnTime: true).ShouldBe(begins);

    [Theory]
    [InlineData(-60, true)]
    [InlineData(-59, false)]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(-28_800, true)]
    public void What_was_under_way_when_the_end_came_does_not(int seconds, bool begins)
    {
        var progress = Some.Progress() with { Timestamp = Some.Timestamp.AddSeconds(seconds) };

        NextAttempt.IsBegunBy(Some.Timestamp, progress, hasOwnTime: true).ShouldBe(begins);
        NextAttempt.IsBegunBy(Some.Timestamp, progress, hasOwnTime: false)
            .ShouldBeTrue("the server's own clocks are no witnesses of what came first");
    }

    [Fact]
    public void Of_the_other_types_only_a_recovery_does()
    {
        var begin = Samples.All.Values.OfType<TaskEvent>().Append(Some.Unknown("retry_item_complete", "{}"))
            .Where(e => NextAttempt.IsBegunBy(Some.Timestamp, e with { Timestamp = Some.Timestamp }, hasOwnTime: true));

        begin.Select(e => e.Type).ShouldBe([TaskEventTypes.Progress, TaskEventTypes.TaskRecovering], ignoreOrder: true);
    }
}
