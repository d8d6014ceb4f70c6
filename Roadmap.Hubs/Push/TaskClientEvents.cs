using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;

namespace Roadmap.Hubs.Push;

/// <summary>The one place that knows which client method carries which event.</summary>
internal static class TaskClientEvents
{
    /// <param name="client">Who receives the event.</param>
    /// <param name="untyped">The same, for events of a type that has no method: they go under the name of their type.</param>
    /// <param name="stored">The event.</param>
    /// <param name="unsendable">What to do when it cannot be sent: one event is no reason to keep the others back.</param>
    public static async Task Receive(this ITaskClient client, IClientProxy untyped, TaskEvent stored, UnsendableEvents unsendable)
    {
        UnreadableTaskEvent instead;
        try
        {
            await Receive(client, untyped, stored);
            return;
        }
#pragma warning disable CA1031 // Whatever is wrong with it, it has a place in the sequence.
        catch (Exception e)
#pragma warning restore CA1031
        {
            instead = unsendable.InPlaceOf(stored, e);
        }

        await client.Unknown(instead);
    }

    private static Task Receive(ITaskClient client, IClientProxy untyped, TaskEvent stored) => stored switch
    {
        ProgressEvent e => client.Progress(e),
        HumanReviewRequiredEvent e => client.HumanReviewRequired(e),
        ConceptStartEvent e => client.ConceptStart(e),
        ConceptCompleteEvent e => client.ConceptComplete(e),
        ConceptFailedEvent e => client.ConceptFailed(e),
        ConceptAllContentCompleteEvent e => client.ConceptAllContentComplete(e),
        BatchStartEvent e => client.BatchStart(e),
        BatchCompleteEvent e => client.BatchComplete(e),
        TaskRecoveringEvent e => client.TaskRecovering(e),
        RetryStartedEvent e => client.RetryStarted(e),
        ControlEvent e => client.Control(e),
        CompletedEvent e => client.Completed(e),
        FailedEvent e => client.Failed(e),
        CancelledEvent e => client.Cancelled(e),
        UnreadableTaskEvent e => client.Unknown(e),
        UnknownTaskEvent e when TaskEventTypes.CanBeStored(e.Type) => untyped.SendCoreAsync(e.Type, [e]),
        _ => throw new InvalidOperationException($"No client method carries '{stored.Type}'."),
    };
}
