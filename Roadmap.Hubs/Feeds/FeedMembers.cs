using MediatR;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Push;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Feeds;

/// <summary>Who watches one task, and what is told to them. Used from the feed's queue only; nothing here waits for a client.</summary>
internal sealed class FeedMembers(string taskId, IMediator mediator, ITaskFanOut fanOut, ConnectionSubscriptions connections, HubsMetrics metrics, ILogger logger)
{
    private readonly Dictionary<string, Subscription> _members = new(StringComparer.Ordinal);

    public int Count => _members.Count;

    /// <summary>Whether this is still what the connection wants, and not replaced or left meanwhile.</summary>
    public bool IsCurrent(Subscription subscription) => _members.GetValueOrDefault(subscription.ConnectionId) == subscription;

    public Subscription? Find(string connectionId) => _members.GetValueOrDefault(connectionId);

    /// <summary>Takes a newcomer in, in place of what the connection had before: nothing of the old comes after the new.</summary>
    public void Add(Subscription subscription)
    {
        Remove(subscription.ConnectionId);
        _members[subscription.ConnectionId] = subscription;
        subscription.IsMember = true;
        metrics.SubscriptionsChanged(+1);
        HubsLog.WebSocketConnected(logger, taskId, _members.Count);
    }

    public void Remove(string connectionId)
    {
        if (!_members.Remove(connectionId, out var member))
            return;
        metrics.SubscriptionsChanged(-1);
        HubsLog.WebSocketDisconnected(logger, taskId, _members.Count);
        fanOut.Leave(connectionId, taskId);
        // It may not have been let in yet; then its caller still waits.
        member.Reply.TrySetException(new RequestRefusedException(ErrorCodes.Conflict, "A newer call of this connection for the same task took its place."));
    }

    public Task OpenAsync(Subscription subscription, Position position, TaskSnapshot? snapshot, bool? recovered, ResetReason? reason)
    {
        subscription.IsOpen = true;
        return mediator.Publish(new SubscriptionOpened(taskId, subscription.ConnectionId, Connected(position, recovered, reason), snapshot));
    }

    public Task SendMissedAsync(Subscription subscription, IReadOnlyList<TaskEvent> events)
    {
        if (events.Count == 0)
            return Task.CompletedTask;
        metrics.Replayed(events.Count);
        return mediator.Publish(new MissedEventsFound(taskId, subscription.ConnectionId, events));
    }

    /// <summary>From here on it gets what is published.</summary>
    public async Task GoLiveAsync(Subscription subscription, TaskSnapshot snapshot)
    {
        subscription.IsLive = true;
        if (subscription.IsOwedStatus)
            await AnswerStatusAsync(subscription.ConnectionId, snapshot);
        fanOut.Join(subscription.ConnectionId, taskId);
    }

    public Task PublishAsync(IReadOnlyList<TaskEvent> events) => mediator.Publish(new TaskEventsArrived(taskId, events));

    public Task AnswerStatusAsync(string connectionId, TaskSnapshot snapshot) => mediator.Publish(new StatusAsked(taskId, connectionId, snapshot));

    /// <summary>Whoever is live begins anew. Who is still being replayed to finds out with its next page.</summary>
    public Task ResetAsync(TaskSnapshot snapshot, ResetReason reason)
    {
        metrics.FeedReset(reason);
        var position = new Position { Epoch = snapshot.Epoch, Seq = snapshot.Seq };
        return mediator.Publish(new SubscriptionReset(taskId, Connected(position, recovered: false, reason), snapshot));
    }

    /// <summary>Everyone has heard of the task's end. Told whenever somebody may have come since.</summary>
    public Task EndAsync() => _members.Count == 0 ? Task.CompletedTask : mediator.Publish(new TaskEnded(taskId));

    /// <summary>The task is gone: everyone hears it once, and nobody watches any more.</summary>
    public async Task DisbandAsync()
    {
        await mediator.Publish(new TaskDisappeared(taskId, [.. _members.Keys]));
        foreach (var connectionId in _members.Keys.ToArray())
        {
            Remove(connectionId);
            connections.Remove(connectionId, taskId);
        }
    }

    public void Cut(string connectionId) => fanOut.Cut(connectionId, CutReason.ReplayFailed);

    public void CutAll()
    {
        foreach (var connectionId in _members.Keys.ToArray())
        {
            Remove(connectionId);
            fanOut.Cut(connectionId, CutReason.FeedBroke);
        }
    }

    private ConnectedMessage Connected(Position position, bool? recovered, ResetReason? reason) => new()
    {
        TaskId = taskId,
        Message = (recovered, reason) switch
        {
            (null, _) => "You are watching this task.",
            (true, _) => "Everything since your position follows.",
            (_, ResetReason.EpochChanged) => "The task's numbering began anew, so your position no longer counts. Its current state follows.",
            (_, ResetReason.Trimmed) => "Events after your position are no longer kept. The task's current state follows.",
            _ => "Your position is ahead of the log. The task's current state follows.",
        },
        Position = position,
        Recovered = recovered,
        Reason = reason,
    };
}
