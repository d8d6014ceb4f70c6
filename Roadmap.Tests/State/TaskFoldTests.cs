using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.State;
using Roadmap.Tests.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.State;

/// <summary>One example for each sentence that the protocol says about the fold.</summary>
public sealed class TaskFoldTests
{
    private static readonly BatchProgress s_batch = new() { Completed = 5, Failed = 2, Total = 9, Percentage = 70 };

    [Theory]
    [InlineData("pending", TaskRunStatus.Pending)]
    [InlineData("processing", TaskRunStatus.Processing)]
    [InlineData("human_review_pending", TaskRunStatus.HumanReviewPending)]
    [InlineData("completed", TaskRunStatus.Processing)]
    [InlineData("failed", TaskRunStatus.Processing)]
    [InlineData("Pending", TaskRunStatus.Processing)]
    [InlineData("warming up", TaskRunStatus.Processing)]
    public void Progress_sets_the_status_only_to_one_that_is_no_end(string status, TaskRunStatus expected) =>
        After(new ProgressEvent { Step = "a", Status = status }).Status.ShouldBe(expected);

    public static TheoryData<string> OtherTypes => [.. TaskEventConverter.Types.Keys.Except([TaskEventTypes.Control]), "moon_phase"];

    [Theory]
    [MemberData(nameof(OtherTypes))]
    public void Any_event_shows_that_somebody_works_on_the_task(string type) =>
        After(Read(type)).Status.ShouldNotBe(TaskRunStatus.Pending);

    [Fact]
    public void A_command_shows_no_work() => After(Read(TaskEventTypes.Control)).Status.ShouldBe(TaskRunStatus.Pending);

    [Fact]
    public void What_is_told_besides_does_not_take_the_word_from_whoever_reviews() =>
        After(Some.ReviewRequired(), Some.ConceptMade("late"), Read("moon_phase")).Status.ShouldBe(TaskRunStatus.HumanReviewPending);

    [Fact]
    public void Progress_sets_the_step_and_the_sub_status_and_clears_it_when_absent()
    {
        var set = After(new ProgressEvent { Step = "human_review", Status = "human_review_pending", SubStatus = "editing" });
        var cleared = Apply(set, new ProgressEvent { Step = "b", Status = "processing" });

        (set.CurrentStep, set.SubStatus).ShouldBe(("human_review", "editing"));
        (cleared.CurrentStep, cleared.SubStatus).ShouldBe(("b", null));
    }

    [Fact]
    public void An_event_that_cannot_be_read_changes_nothing_but_the_position()
    {
        var before = After(new ProgressEvent { Step = "a", Status = "x", Percentage = 40 });

        before.Apply(UnreadableTaskEvent.At("t-1", "e.1", before.Seq + 1, 1, DateTimeOffset.MaxValue))
            .ShouldBe(before with { Seq = before.Seq + 1 });
    }

    [Fact]
    public void Only_progress_moves_the_percentage_and_never_back()
    {
        var state = After(
            new ProgressEvent { Step = "a", Status = "x", Percentage = 40 },
            new ProgressEvent { Step = "a", Status = "x", Percentage = 30 },
            new ProgressEvent { Step = "a", Status = "x" },
            new ConceptStartEvent
            {
                ConceptId = "c",
                ConceptName = "c",
                ContentType = ContentType.Quiz,
                Progress = new ConceptProgress { Current = 9, Total = 9, Percentage = 100 },
            },
            new BatchCompleteEvent { BatchIndex = 1, TotalBatches = 1, Progress = s_batch });

        state.Percentage.ShouldBe(40);
    }

    [Fact]
    public void A_review_sets_status_step_and_sub_status()
    {
        var state = After(new HumanReviewRequiredEvent { RoadmapId = "r", RoadmapTitle = "Rust", StagesCount = 3 });

        (state.Status, state.CurrentStep, state.SubStatus, state.RoadmapId, state.Title)
            .ShouldBe((TaskRunStatus.HumanReviewPending, "human_review", "waiting", "r", "Rust"));
    }

    [Fact]
    public void A_batch_overwrites_the_three_figures()
    {
        var state = After(Done("a"), new BatchCompleteEvent { BatchIndex = 1, TotalBatches = 1, Progress = s_batch });

        Figures(state).ShouldBe((9, 5, 2));
    }

    [Fact]
    public void A_concept_counts_once_and_completed_replaces_failed_never_back()
    {
        Figures(After(Done("a"), Done("a"))).ShouldBe((0, 1, 0));
        Figures(After(Failed("a"), Failed("a"))).ShouldBe((0, 0, 1));
        Figures(After(Failed("a"), Done("a"))).ShouldBe((0, 1, 0));
        Figures(After(Done("a"), Failed("a"))).ShouldBe((0, 1, 0));
        Figures(After(Done("a"), Failed("b"))).ShouldBe((0, 1, 1));
    }

    [Fact]
    public void A_concept_counts_once_across_a_batch_too()
    {
        var batch = new BatchCompleteEvent { BatchIndex = 1, TotalBatches = 1, Progress = s_batch };

        Figures(After(Done("a"), batch, Done("a"))).ShouldBe((9, 5, 2));
        Figures(After(Failed("a"), batch, Done("a"))).ShouldBe((9, 6, 1));
        Figures(After(Failed("a"), batch with { Progress = s_batch with { Failed = 0 } }, Done("a"))).ShouldBe((9, 6, 0));
        Figures(After(batch, Done("z"))).ShouldBe((9, 6, 2));
    }

    [Fact]
    public void A_count_that_can_go_no_higher_stays()
    {
        var most = s_batch with { Completed = int.MaxValue, Failed = int.MaxValue };

        var state = After(new BatchCompleteEvent { BatchIndex = 1, TotalBatches = 1, Progress = most }, Done("a"), Failed("b"));

        (state.ConceptsCompleted, state.ConceptsFailed).ShouldBe((int.MaxValue, int.MaxValue));
    }

    [Fact]
    public void The_total_is_the_latest_that_was_told()
    {
        var data = new ProgressEvent { Step = "a", Status = "x", Data = JsonElement.Parse("""{"total_concepts":12}""") };
        var start = new ConceptStartEvent
        {
            ConceptId = "c",
            ConceptName = "c",
            ContentType = ContentType.Quiz,
            Progress = new ConceptProgress { Current = 1, Total = 15, Percentage = 0 },
        };
        var batch = new BatchCompleteEvent { BatchIndex = 1, TotalBatches = 1, Progress = s_batch };

        After(data).ConceptsTotal.ShouldBe(12);
        After(data, start).ConceptsTotal.ShouldBe(15);
        After(data, start, batch).ConceptsTotal.ShouldBe(9);
        After(batch, data).ConceptsTotal.ShouldBe(12);
    }

    [Theory]
    [InlineData("""{"total_concepts":"12"}""")]
    [InlineData("""{"total_concepts":-1}""")]
    [InlineData("""{"total_concepts":1.5}""")]
    [InlineData("""{"total_concepts":1e99}""")]
    [InlineData("{}")]
    public void A_total_that_is_no_count_is_ignored(string data) =>
        After(new ProgressEvent { Step = "a", Status = "x", Data = JsonElement.Parse(data) }).ConceptsTotal.ShouldBe(0);

    [Fact]
    public void The_ends_set_status_step_and_time()
    {
        var at = Some.Timestamp.AddMinutes(5);
        var completed = After(new CompletedEvent { RoadmapId = "r", Timestamp = at });
        var failed = After(new FailedEvent { Error = "no", Timestamp = at });
        var cancelled = After(new CancelledEvent { Timestamp = at });

        (completed.Status, completed.CurrentStep, completed.Percentage, completed.FinishedAt, completed.RoadmapId)
            .ShouldBe((TaskRunStatus.Completed, "completed", 100d, at, "r"));
        (failed.Status, failed.CurrentStep, failed.Percentage, failed.FinishedAt, failed.Error)
            .ShouldBe((TaskRunStatus.Failed, "failed", 0d, at, "no"));
        (cancelled.Status, cancelled.CurrentStep, cancelled.FinishedAt, cancelled.Error)
            .ShouldBe((TaskRunStatus.Cancelled, "cancelled", at, null));
    }

    [Fact]
    public void A_retry_begins_anew_and_keeps_the_roadmap()
    {
        var state = After(
            new HumanReviewRequiredEvent { RoadmapId = "r", RoadmapTitle = "Rust", StagesCount = 3 },
            new ProgressEvent { Step = "a", Status = "x", Percentage = 40 },
            Failed("a"),
            new FailedEvent { Error = "no" },
            new RetryStartedEvent { Attempt = 2 },
            Failed("a"));

        (state.Status, state.Percentage, state.Error, state.FinishedAt, state.Attempt, state.RoadmapId)
            .ShouldBe((TaskRunStatus.Processing, 0d, null, null, 2, "r"));
        Figures(state).ShouldBe((0, 0, 1));
    }

    [Theory]
    [InlineData(ControlPhase.Effective)]
    [InlineData(ControlPhase.Refused)]
    public void A_command_is_pending_until_its_word_or_the_end(ControlPhase phase)
    {
        var requested = After(Control(ControlPhase.Requested));

        requested.PendingCommand.ShouldBe(new PendingCommand { CommandId = "k", Command = ControlCommand.Approve, Reason = "good" });
        Apply(requested, Control(phase)).PendingCommand.ShouldBeNull();
        Apply(requested, new CompletedEvent()).PendingCommand.ShouldBeNull();
        requested.Status.ShouldBe(TaskRunStatus.Pending);
    }

    [Fact]
    public void Times_are_those_of_the_events()
    {
        var at = Some.Timestamp.AddDays(-1);

        After(new ConceptCompleteEvent { ConceptId = "c", ConceptName = "c", ContentType = ContentType.Quiz, Timestamp = at })
            .UpdatedAt.ShouldBe(at);
    }

    private static TaskEvent Read(string type) =>
        Samples.All.TryGetValue(type, out var sample) ? (TaskEvent)sample : Some.Unknown(type, "{}");

    private static TaskState After(params TaskEvent[] events) => events.Aggregate(Some.State(), Apply);

    private static TaskState Apply(TaskState state, TaskEvent next) => state.Apply(next with { Seq = state.Seq + 1 });

    private static (int Total, int Completed, int Failed) Figures(TaskState state) =>
        (state.ConceptsTotal, state.ConceptsCompleted, state.ConceptsFailed);

    private static ConceptAllContentCompleteEvent Done(string id) => new() { ConceptId = id, ConceptName = id };

    private static ConceptFailedEvent Failed(string id) =>
        new() { ConceptId = id, ConceptName = id, ContentType = ContentType.Quiz, Error = "no" };

    private static ControlEvent Control(ControlPhase phase) =>
        new() { CommandId = "k", Command = ControlCommand.Approve, Phase = phase, Reason = "good" };
}
