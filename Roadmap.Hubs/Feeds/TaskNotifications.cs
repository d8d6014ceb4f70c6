using MediatR;
using Roadmap.Contracts;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// What a task's feed makes known, always from the feed's own queue: whoever handles these sees them in the log's order, and must not wait
/// for a client or for a store.
/// </summary>
public interface ITaskNotification : INotification
{
    string TaskId { get; }
}

/// <summary>The next events of a task: all that was ready, in order, without holes or repeats.</summary>
public sealed record TaskEventsArrived(string TaskId, IReadOnlyList<TaskEvent> Events) : ITaskNotification;

/// <summary>A connection's subscription begins here, or begins anew.</summary>
public sealed record SubscriptionOpened(
    string TaskId, string ConnectionId, ConnectedMessage Connected, TaskSnapshot? Snapshot) : ITaskNotification;

/// <summary>Stored events that one connection missed. The live ones follow on them.</summary>
public sealed record MissedEventsFound(string TaskId, string ConnectionId, IReadOnlyList<TaskEvent> Events) : ITaskNotification;

/// <summary>Somebody who is subscribed asked where the task stands: the answer has its place between the events.</summary>
public sealed record StatusAsked(string TaskId, string ConnectionId, TaskSnapshot Snapshot) : ITaskNotification;

/// <summary>The log cannot continue from where the watchers are: they begin anew.</summary>
public sealed record SubscriptionReset(string TaskId, ConnectedMessage Connected, TaskSnapshot Snapshot) : ITaskNotification;

/// <summary>The last event that was published ended the task: nothing follows unless it is retried.</summary>
public sealed record TaskEnded(string TaskId) : ITaskNotification;

/// <summary>The task is gone, and with it the subscriptions of these connections.</summary>
public sealed record TaskDisappeared(string TaskId, IReadOnlyList<string> ConnectionIds) : ITaskNotification;
