using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts;

namespace Roadmap.Hubs.FanOut;

/// <summary>A connection that came for one task, and is over when there is no more to come: a raw WebSocket or an event stream.</summary>
internal interface ITaskStream : ITaskSink
{
    /// <summary>The last message; null when the end is said without one.</summary>
    HubMessage? ClosingMessageFor(CloseReason end);

    /// <summary>Everything is written: closes the connection, without waiting for that. Called once at most.</summary>
    void Finish(CloseReason end);
}

/// <summary>Why a stream is over.</summary>
/// <param name="Reason">One of <see cref="ClosingReasons"/> or <see cref="ErrorCodes"/>.</param>
/// <param name="Message">A line for people.</param>
internal sealed record CloseReason(string Reason, string Message)
{
    public static CloseReason TaskEnded { get; } = new(ClosingReasons.TaskEnded, "The task has ended.");

    public static CloseReason TaskGone { get; } = new(ErrorCodes.TaskNotFound, "The task is no longer kept.");

    public static CloseReason ServerStopping { get; } = new(
        ErrorCodes.ServerStopping, "This server is about to stop. Come back from your position.");

    /// <summary>The message that says so.</summary>
    public HubMessage ClosingOf(string taskId) =>
        new InvocationMessage(TaskEventTypes.Closing, [new ClosingMessage { TaskId = taskId, Reason = Reason, Message = Message }]);
}
