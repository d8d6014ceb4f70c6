using Roadmap.Contracts;

namespace Roadmap.Watch.Words;

/// <summary>How much an event means to somebody who looks on.</summary>
internal enum Tone
{
    /// <summary>Something small, of which there are many.</summary>
    Detail,

    /// <summary>The work has come to another step.</summary>
    Step,

    /// <summary>A person has the word, or had it.</summary>
    Person,

    Good,

    Bad,
}

/// <summary>What has happened, in a line.</summary>
internal static class EventWords
{
    /// <summary>In the event's own words where it has some.</summary>
    public static string Of(TaskEvent happened) => Printable.Line(happened switch
    {
        ControlEvent control => Of(control),
        FailedEvent failed => $"Failed: {failed.Error}",
        ConceptFailedEvent failed => $"{failed.ConceptName}: the {Piece(failed.ContentType)} could not be made: {failed.Error}",
        CancelledEvent { Reason: { Length: > 0 } reason } => $"Cancelled: {reason}",
        { Message: { Length: > 0 } message } => message,
        ProgressEvent progress => TaskWords.Doing(progress.Step),
        HumanReviewRequiredEvent review => $"The plan “{review.RoadmapTitle}” waits for a review",
        ConceptStartEvent concept => $"{concept.ConceptName}: making the {Piece(concept.ContentType)}",
        ConceptCompleteEvent concept => $"{concept.ConceptName}: {Piece(concept.ContentType)} made",
        ConceptAllContentCompleteEvent concept => $"{concept.ConceptName} is complete",
        BatchStartEvent batch => $"Batch {batch.BatchIndex} of {batch.TotalBatches} begun",
        BatchCompleteEvent batch => $"Batch {batch.BatchIndex} of {batch.TotalBatches} done",
        TaskRecoveringEvent => "The work was interrupted, and carries on from its last checkpoint",
        RetryStartedEvent retry => $"Attempt {retry.Attempt} begun",
        CompletedEvent => "Completed",
        CancelledEvent => "Cancelled",
        _ => happened.Type.Replace('_', ' '),
    });

    /// <param name="happened">What has happened.</param>
    /// <param name="step">Where the task was before.</param>
    public static Tone ToneOf(TaskEvent happened, string? step) => happened switch
    {
        ProgressEvent progress => progress.Step == step ? Tone.Detail : Tone.Step,
        ConceptAllContentCompleteEvent or CompletedEvent => Tone.Good,
        ConceptFailedEvent or FailedEvent or CancelledEvent => Tone.Bad,
        ControlEvent or RetryStartedEvent or TaskRecoveringEvent or HumanReviewRequiredEvent => Tone.Person,
        _ => Tone.Detail,
    };

    private static string Of(ControlEvent control)
    {
        var said = (control.Command, control.Phase) switch
        {
            (ControlCommand.Cancel, ControlPhase.Requested) => "Cancelling was asked for",
            (ControlCommand.Cancel, ControlPhase.Effective) => "The work was called off",
            (ControlCommand.Cancel, _) => "It could not be cancelled",
            (ControlCommand.Approve, ControlPhase.Requested) => "The plan was approved",
            (ControlCommand.Approve, ControlPhase.Effective) => "The approval took effect",
            (ControlCommand.Approve, _) => "The approval was refused",
            (_, ControlPhase.Requested) => "The plan was sent back",
            (_, ControlPhase.Effective) => "The feedback is being worked in",
            _ => "The feedback was refused",
        };
        return control is { Phase: ControlPhase.Requested, Reason: { Length: > 0 } reason } ? $"{said}: “{reason}”" : said;
    }

    private static string Piece(ContentType type) => type switch
    {
        ContentType.Tutorial => "study guide",
        ContentType.Resources => "resources",
        _ => "self-check questions",
    };
}
