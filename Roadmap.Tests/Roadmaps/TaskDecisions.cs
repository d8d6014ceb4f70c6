using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Roadmaps;

/// <summary>States that people's commands meet with, for the decisions that are tested without a log.</summary>
internal static class TaskDecisions
{
    public static TaskState Generation { get; } = new()
    {
        TaskId = "t",
        Kind = TaskKinds.RoadmapGeneration,
        Origin = TaskOrigin.Workflow,
        Status = TaskRunStatus.Processing,
        CurrentStep = TaskSteps.CurriculumDesign,
        Seq = 4,
        Epoch = "e",
        CreatedAt = Some.Timestamp,
        UpdatedAt = Some.Timestamp,
    };

    public static TaskState Outside { get; } = Generation with { Kind = "import", Origin = TaskOrigin.Worker, CurrentStep = "importing" };

    public static TaskState Waiting { get; } = Generation with
    {
        Status = TaskRunStatus.HumanReviewPending,
        CurrentStep = TaskSteps.HumanReview,
        SubStatus = ReviewSubStatus.Waiting,
    };

    public static TaskState Ended(this TaskState state, TaskRunStatus status) =>
        state with { Status = status, CurrentStep = TaskSteps.Completed, SubStatus = null };

    public static TaskState With(this TaskState state, ControlCommand pending) =>
        state with { PendingCommand = new PendingCommand { CommandId = "p", Command = pending } };

    public static TaskFacts Held(this TaskState state) => new(state, HasLiveRun: true, LeaseExpired: false);

    public static TaskFacts Alone(this TaskState state) => new(state, HasLiveRun: false, LeaseExpired: false);

    /// <summary>What is stored, in short: <c>cancel requested</c>, <c>cancelled</c>.</summary>
    public static IEnumerable<string> Stored(
        this Decision decision) => decision.ShouldBeOfType<Decision.Accepted>().Events.Select(reported => reported.Event switch
    {
        ControlEvent e => $"{e.CommandId} {e.Command} {e.Phase}".ToLowerInvariant(),
        var e => e.Type,
    });

    public static void ShouldConflict(this Decision decision) =>
        decision.ShouldBeOfType<Decision.Refused>().Code.ShouldBe(ErrorCodes.Conflict);
}
