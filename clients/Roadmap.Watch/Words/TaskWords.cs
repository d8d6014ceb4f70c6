using Roadmap.Contracts;

namespace Roadmap.Watch.Words;

/// <summary>A task in words.</summary>
internal static class TaskWords
{
    /// <summary>The way of every roadmap, as people see it: what a step is called, and which steps stand at the same place.</summary>
    private static readonly (string Doing, string[] Steps)[] s_way =
    [
        ("Understanding the goal", [TaskSteps.IntentAnalysis, TaskSteps.Queued]),
        ("Designing the plan", [TaskSteps.CurriculumDesign]),
        ("Checking the plan", [TaskSteps.StructureValidation]),
        ("Waiting for your review", [TaskSteps.HumanReview, TaskSteps.RoadmapEdit]),
        ("Writing the content", [TaskSteps.ContentGeneration]),
    ];

    /// <summary>How many steps a roadmap's way has.</summary>
    public static int Steps => s_way.Length;

    /// <summary>The place of a step on a roadmap's way, from 1; 0 when it has none, as <c>failed</c>.</summary>
    public static int PlaceOf(string step) => Array.FindIndex(s_way, place => place.Steps.Contains(step)) + 1;

    /// <summary>What is going on. A step that is not known says its own name.</summary>
    public static string Doing(string step) => step switch
    {
        TaskSteps.Queued => "Waiting for its turn",
        TaskSteps.RoadmapEdit => "Editing the plan",
        TaskSteps.Completed => "Completed",
        TaskSteps.Failed => "Failed",
        TaskSteps.Cancelled => "Cancelled",
        _ when PlaceOf(step) is > 0 and var place => s_way[place - 1].Doing,
        _ => Printable.Line(step.Replace('_', ' ')),
    };

    /// <summary>What is going on with a task.</summary>
    public static string Doing(TaskSnapshot task) => task switch
    {
        { PendingCommand.Command: ControlCommand.Cancel } => "Cancelling",
        { CurrentStep: TaskSteps.HumanReview, SubStatus: ReviewSubStatus.Editing } => "Editing the plan",
        { CurrentStep: TaskSteps.HumanReview, PendingCommand.Command: ControlCommand.Reject } => "Editing the plan",
        _ => Doing(task.CurrentStep),
    };

    /// <summary>One word of a status.</summary>
    public static string Status(TaskRunStatus status) => status switch
    {
        TaskRunStatus.Pending => "pending",
        TaskRunStatus.Processing => "processing",
        TaskRunStatus.HumanReviewPending => "review",
        TaskRunStatus.Completed => "completed",
        TaskRunStatus.Failed => "failed",
        _ => "cancelled",
    };

    /// <summary>Whether a person has the word.</summary>
    public static bool WaitsForReview(TaskSnapshot task) => task is
    {
        Status: TaskRunStatus.HumanReviewPending,
        CurrentStep: TaskSteps.HumanReview,
        SubStatus: ReviewSubStatus.Waiting,
        PendingCommand: null,
        RoadmapId: not null,
    };

    /// <summary>What a task is called.</summary>
    public static string Title(TaskSnapshot task) =>
        Printable.Line(task.Title) is { Length: > 0 } title ? title
        : task.Kind == TaskKinds.RoadmapGeneration ? "A new roadmap"
        : Printable.Line(task.Kind.Replace('_', ' '));
}
