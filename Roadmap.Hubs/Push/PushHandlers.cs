using MediatR;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Push;

/// <summary>Sends events to everyone who watches the task, as one batch.</summary>
internal sealed class PushTaskEvents(
    IHubContext<TaskProgressHub, ITaskClient> hub, IHubContext<TaskProgressHub> untyped, UnsendableEvents unsendable, TaskGroups groups)
    : INotificationHandler<TaskEventsArrived>
{
    public async Task Handle(TaskEventsArrived notification, CancellationToken cancellationToken)
    {
        using var span = HubsTraces.Push(notification.TaskId, notification.Events.Count);
        var group = TaskGroups.NameOf(notification.TaskId);
        await using var batch = groups.OpenBatch(group);
        var (watchers, untypedWatchers) = (hub.Clients.Group(group), untyped.Clients.Group(group));
        foreach (var stored in notification.Events)
            await watchers.Receive(untypedWatchers, stored, unsendable);
    }
}

/// <summary>Sends what one connection alone is to hear.</summary>
internal sealed class PushToSubscriber(
    IHubContext<TaskProgressHub, ITaskClient> hub, IHubContext<TaskProgressHub> untyped, UnsendableEvents unsendable)
    : INotificationHandler<SubscriptionOpened>, INotificationHandler<MissedEventsFound>, INotificationHandler<StatusAsked>
{
    public async Task Handle(SubscriptionOpened notification, CancellationToken cancellationToken)
    {
        var client = hub.Clients.Client(notification.ConnectionId);
        await client.Connected(notification.Connected);
        if (notification.Snapshot is not null)
            await client.CurrentStatus(notification.Snapshot);
    }

    public async Task Handle(MissedEventsFound notification, CancellationToken cancellationToken)
    {
        var (client, untypedClient) = (hub.Clients.Client(notification.ConnectionId), untyped.Clients.Client(notification.ConnectionId));
        foreach (var stored in notification.Events)
            await client.Receive(untypedClient, stored, unsendable);
    }

    public Task Handle(StatusAsked notification, CancellationToken cancellationToken) =>
        hub.Clients.Client(notification.ConnectionId).CurrentStatus(notification.Snapshot);
}

/// <summary>Sends away those who came for this one task. A hub connection may watch others.</summary>
internal sealed class PushEnd(TaskGroups groups) : INotificationHandler<TaskEnded>
{
    public Task Handle(TaskEnded notification, CancellationToken cancellationToken)
    {
        groups.EndStreams(notification.TaskId);
        return Task.CompletedTask;
    }
}

/// <summary>Tells everyone who watches the task that the thread of events is cut.</summary>
internal sealed class PushReset(IHubContext<TaskProgressHub, ITaskClient> hub, ConnectionRegistry registry)
    : INotificationHandler<SubscriptionReset>, INotificationHandler<TaskDisappeared>
{
    public async Task Handle(SubscriptionReset notification, CancellationToken cancellationToken)
    {
        var watchers = hub.Clients.Group(TaskGroups.NameOf(notification.TaskId));
        await watchers.Connected(notification.Connected);
        await watchers.CurrentStatus(notification.Snapshot);
    }

    public Task Handle(TaskDisappeared notification, CancellationToken cancellationToken)
    {
        foreach (var connectionId in notification.ConnectionIds)
            registry.End(connectionId, CloseReason.TaskGone);
        // Streams take nothing after their end: this reaches the hub's connections.
        return hub.Clients.Clients(notification.ConnectionIds).Error(new ErrorMessage
        {
            Code = CloseReason.TaskGone.Reason,
            Message = CloseReason.TaskGone.Message,
            TaskId = notification.TaskId,
        });
    }
}
