using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Generation.Workflow;

/// <summary>
/// Where a run goes on, by what is stored. When that cannot be read, because another version wrote it or somebody broke it, the attempt
/// fails and says so; the next begins anew with what is left.
/// </summary>
/// <param name="Checkpoint">Where to go on.</param>
/// <param name="IsAnew">Whether something could not be read, and this stands for it.</param>
internal sealed record WorkflowRecord(WorkflowCheckpoint Checkpoint, bool IsAnew)
{
    private const string CheckpointPlace = "checkpoint";
    private const string RequestIsLost = "What this roadmap was asked for with cannot be read any more. Ask for a new one";

    /// <exception cref="UnreadableRecordException">The checkpoint cannot be read, and this attempt has not just been asked for.</exception>
    public static WorkflowRecord Read(string checkpoint, TaskState state)
    {
        var stored = Parse(checkpoint);
        try
        {
            return new WorkflowRecord(WorkflowCheckpoint.FromJson(stored).ForAttempt(state.Attempt), IsAnew: false);
        }
        catch (JsonException e)
        {
            if (WorkflowCheckpoint.TryStartAnew(stored) is not { } start)
                throw new UnreadableRecordException(CheckpointPlace, RequestIsLost, e);
            return IsJustRetried(state)
                ? new WorkflowRecord(start with { Attempt = state.Attempt }, IsAnew: true)
                : throw new UnreadableRecordException(
                    CheckpointPlace, "How far this roadmap was cannot be read. Try it again: it is made from the beginning", e);
        }
    }

    /// <summary>The same when there is no plan where there should be one.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public WorkflowRecord With(RoadmapDocument? roadmap, TaskState state)
    {
        if (roadmap is not null || !Checkpoint.NeedsPlan)
            return this;
        return IsJustRetried(state)
            ? new WorkflowRecord(Checkpoint with { Step = TaskSteps.CurriculumDesign, Feedback = null, Content = null }, IsAnew: true)
            : throw new UnreadableRecordException(
                $"roadmap {Checkpoint.RoadmapId}", "The plan of this roadmap cannot be read. Try it again: another one is made");
    }

    private static JsonElement Parse(string checkpoint)
    {
        try
        {
            return JsonElement.Parse(checkpoint);
        }
        catch (JsonException e)
        {
            throw new UnreadableRecordException(CheckpointPlace, RequestIsLost, e);
        }
    }

    /// <summary>Somebody has asked for this attempt, and nothing of it was done yet.</summary>
    private static bool IsJustRetried(TaskState state) => state is { Attempt: > 1, CurrentStep: TaskSteps.Queued };
}

/// <summary>Something that is stored of a generation cannot be read, and so the attempt fails.</summary>
/// <param name="place">What it is.</param>
/// <param name="error">A line for people: what they can do.</param>
internal sealed class UnreadableRecordException(string place, string error, Exception? innerException = null)
    : Exception(error, innerException)
{
    public string Place { get; } = place;

    /// <summary>Without a word of what is there.</summary>
    public string Reason => InnerException switch
    {
        null => "it is not there, or nothing that this version writes",
        JsonException { Path: { } path } => $"{nameof(JsonException)} at {path}",
        JsonException => nameof(JsonException),
        var other => other.GetType().Name,
    };
}
