using Microsoft.AspNetCore.SignalR;

namespace Roadmap.Contracts;

/// <summary>
/// What the server calls on a client. Each method's wire name is the <c>type</c> of the one message that it carries. One subscription sends
/// <c>connected</c>, then <c>current_status</c> where the subscriber asked for it, then events whose <c>seq</c> goes up by exactly one. A
/// watch of the list of tasks sends <c>task_changed</c> and <c>tasks_beat</c>.
/// </summary>
public interface ITaskClient
{
    [HubMethodName(TaskEventTypes.Connected)] Task Connected(ConnectedMessage message);
    [HubMethodName(TaskEventTypes.CurrentStatus)] Task CurrentStatus(TaskSnapshot message);
    [HubMethodName(TaskEventTypes.Error)] Task Error(ErrorMessage message);
    [HubMethodName(TaskEventTypes.Pong)] Task Pong(PongMessage message);

    [HubMethodName(TaskEventTypes.TaskChanged)] Task TaskChanged(TaskChangedMessage message);
    [HubMethodName(TaskEventTypes.TasksBeat)] Task TasksBeat(TasksBeatMessage message);

    [HubMethodName(TaskEventTypes.Progress)] Task Progress(ProgressEvent message);
    [HubMethodName(TaskEventTypes.HumanReviewRequired)] Task HumanReviewRequired(HumanReviewRequiredEvent message);
    [HubMethodName(TaskEventTypes.ConceptStart)] Task ConceptStart(ConceptStartEvent message);
    [HubMethodName(TaskEventTypes.ConceptComplete)] Task ConceptComplete(ConceptCompleteEvent message);
    [HubMethodName(TaskEventTypes.ConceptFailed)] Task ConceptFailed(ConceptFailedEvent message);
    [HubMethodName(TaskEventTypes.ConceptAllContentComplete)] Task ConceptAllContentComplete(ConceptAllContentCompleteEvent message);
    [HubMethodName(TaskEventTypes.BatchStart)] Task BatchStart(BatchStartEvent message);
    [HubMethodName(TaskEventTypes.BatchComplete)] Task BatchComplete(BatchCompleteEvent message);
    [HubMethodName(TaskEventTypes.TaskRecovering)] Task TaskRecovering(TaskRecoveringEvent message);
    [HubMethodName(TaskEventTypes.RetryStarted)] Task RetryStarted(RetryStartedEvent message);
    [HubMethodName(TaskEventTypes.Control)] Task Control(ControlEvent message);
    [HubMethodName(TaskEventTypes.Completed)] Task Completed(CompletedEvent message);
    [HubMethodName(TaskEventTypes.Failed)] Task Failed(FailedEvent message);
    [HubMethodName(TaskEventTypes.Cancelled)] Task Cancelled(CancelledEvent message);
    [HubMethodName(TaskEventTypes.Unknown)] Task Unknown(UnreadableTaskEvent message);
}
