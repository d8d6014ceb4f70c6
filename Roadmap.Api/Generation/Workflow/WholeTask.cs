using Roadmap.Contracts;
using Roadmap.Hubs.State;
using static Roadmap.Api.Generation.Workflow.WorkflowEvents;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>
/// What the workflow's events say of the whole task: how many concepts are done, and when. Concepts are made side by side, and what each of
/// them counted for itself would come into the log in another order. So it is counted where the order is decided, on the state before each
/// event.
/// </summary>
internal static class WholeTask
{
    /// <summary>
    /// Reports that are made at the same time overtake each other by less. By more it was the clock that went back, and it is believed.
    /// </summary>
    private static readonly TimeSpan s_overtaking = TimeSpan.FromSeconds(10);

    /// <summary>That another concept is done. How many are is not known before the event has its place.</summary>
    public static ProgressEvent ConceptDone { get; } = new() { Step = TaskSteps.ContentGeneration, Status = "processing" };

    /// <summary>How far the whole is while content is made.</summary>
    public static double Percentage(int done, int total) =>
        Math.Round(Reviewed + ((ContentDone - Reviewed) * done / Math.Max(1, total)), 1);

    /// <summary>Pure: the log may call it again on fresh state.</summary>
    public static TaskEvent Settle(TaskState state, TaskEvent told)
    {
        var counted = Count(state, told);
        return counted.Timestamp < state.UpdatedAt && state.UpdatedAt - counted.Timestamp < s_overtaking
            ? counted with { Timestamp = state.UpdatedAt }
            : counted;
    }

    private static TaskEvent Count(TaskState state, TaskEvent told)
    {
        var done = state.Outcomes.Count;
        return told switch
        {
            ProgressEvent { Step: TaskSteps.ContentGeneration, Message: null } e => e with
            {
                Percentage = Percentage(done, state.ConceptsTotal),
                Message = $"{done} of {state.ConceptsTotal} concepts are done",
                MessageKey = MessageKeys.ConceptsDone,
                Data = new StepData { ConceptsDone = done, TotalConcepts = state.ConceptsTotal }.ToJson(),
            },
            ConceptStartEvent e => e with { Progress = Begin(done, e.Progress.Total) },
            BatchCompleteEvent e => e with { Progress = Sum(state, e.Progress.Total) },
            CompletedEvent e => e with
            {
                FailedCount = state.ConceptsFailed,
                Message = EndOf(state.ConceptsFailed),
                MessageKey = state.ConceptsFailed == 0 ? MessageKeys.RoadmapReady : MessageKeys.RoadmapReadyInPart,
            },
            _ => told,
        };
    }

    private static ConceptProgress Begin(int done, int total) =>
        new() { Current = Math.Min(done + 1, total), Total = total, Percentage = Share(done, total) };

    private static BatchProgress Sum(TaskState state, int total) => new()
    {
        Completed = state.ConceptsCompleted,
        Failed = state.ConceptsFailed,
        Total = total,
        Percentage = Share(state.ConceptsCompleted + state.ConceptsFailed, total),
    };

    private static double Share(int done, int total) => Math.Round(100.0 * done / Math.Max(1, total), 1);

    private static string EndOf(int failed) =>
        failed == 0 ? "Your roadmap is ready" : $"Your roadmap is ready, but the content of {failed} concepts is not whole";
}
