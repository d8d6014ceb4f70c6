using MediatR;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Feeds;

/// <summary>Who watches one task, and what is told to them. Used from the feed's queue only; nothing here waits for a client.</summary>
internal sealed class FeedMembers(string taskId, IMediator mediator, ITaskFanOut fanOut, HubsMetrics metrics, ILogger logger)
{
    private readonly Dictionary<string, Subscription> _members = new(StringComparer.Ordinal);

    /// <summary>Who keeps the feed going without watching.</summary>
    public int Pins { get; set; }

    /// <summary>Whether the feed is kept going at all.</summary>
    public bool AreThere => _members.Count + Pins > 0;

    /// <summary>Whether this is still what the connection wants, and not replaced or left meanwhile.</summary>
    public bool IsCurrent(Subscription subscription) => _members.GetValueOrDefault(subscription.ConnectionId) == subscription;

    /// <summary>Takes a newcomer in, in place of what the connection had before: nothing of the old comes after the new.</summary>
    public void Add(Subscription subscription)
    {
        Remove(subscription.ConnectionId);
        _members[subscription.ConnectionId] = subscription;
        subscription.IsMember = true;
        metrics.SubscriptionsChanged(+1);
        logger.WebSocketConnected(taskId, _members.Count);
    }

    public void Remove(string connectionId)
    {
        if (!_members.Remove(connectionId, out var member))
            return;
        member.IsOver = true;
        metrics.SubscriptionsChanged(-1);
        logger.WebSocketDisconnected(taskId, _members.Count);
        fanOut.Leave(connectionId, taskId);
        // It may not have been let in yet; then its caller still waits.
        member.Reply.TrySetException(
            new RequestRefusedException(ErrorCodes.Conflict, "A newer call of this connection for the same task took its place."));
    }

    public Task OpenAsync(Subscription subscription, Position position, TaskSnapshot? snapshot, bool? recovered, ResetReason? reason)
    {
        subscription.IsOpen = true;
        return mediator.Publish(
            new SubscriptionOpened(taskId, subscription.ConnectionId, Connected(position, recovered, reason), snapshot));
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
            await SendStatusAsync(subscription.ConnectionId, snapshot);
        fanOut.Join(subscription.ConnectionId, taskId);
    }

    public Task PublishAsync(IReadOnlyList<TaskEvent> events) => TellAllAsync(new TaskEventsArrived(taskId, events));

    /// <summary>Sends the status in its place between the events. Who is being replayed to gets it where the live events begin.</summary>
    public async Task AnswerAsync(FeedItem.AskStatus ask, TaskSnapshot snapshot)
    {
        var member = _members.GetValueOrDefault(ask.ConnectionId);
        var isLive = member is { IsLive: true };
        if (isLive)
            await SendStatusAsync(ask.ConnectionId, snapshot);
        else
            member?.IsOwedStatus = true;
        ask.Reply.TrySetResult(isLive ? snapshot : null);
    }

    /// <summary>Whoever is live begins anew. Who is still being replayed to finds out with its next page.</summary>
    public Task ResetAsync(TaskSnapshot snapshot, ResetReason reason)
    {
        metrics.FeedReset(reason);
        var position = new Position { Epoch = snapshot.Epoch, Seq = snapshot.Seq };
        return TellAllAsync(new SubscriptionReset(taskId, Connected(position, recovered: false, reason), snapshot));
    }

    /// <summary>Everyone has heard of the task's end. Told whenever somebody may have come since.</summary>
    public Task EndAsync() => _members.Count == 0 ? Task.CompletedTask : TellAllAsync(new TaskEnded(taskId));

    /// <summary>The task is gone: everyone hears it once, and nobody watches any more.</summary>
    public async Task DisbandAsync()
    {
        string[] connectionIds = [.. _members.Keys];
        await TellAllAsync(new TaskDisappeared(taskId, connectionIds));
        foreach (var connectionId in connectionIds)
        {
            Remove(connectionId);
            fanOut.Forget(connectionId, taskId);
        }
    }

    /// <summary>Ends a connection that cannot be told what it should hear next; its client comes back from its position.</summary>
    public void Disconnect(string connectionId, DisconnectReason reason)
    {
        try
        {
            fanOut.Disconnect(connectionId, reason);
        }
#pragma warning disable CA1031 // The others are to be cut all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.SendFailed(e, connectionId);
        }
    }

    /// <summary>Cuts everyone, or everyone who gets what is published.</summary>
    public void DisconnectAll(bool onlyLive)
    {
        foreach (var member in _members.Values.Where(member => member.IsLive || !onlyLive).ToArray())
        {
            Remove(member.ConnectionId);
            Disconnect(member.ConnectionId, DisconnectReason.FeedBroke);
        }
    }

    /// <summary>What fails here has reached some, perhaps, and not others: nobody goes on with a hole that he does not know of.</summary>
    private async Task TellAllAsync<TNotification>(TNotification notification)
        where TNotification : ITaskNotification
    {
        try
        {
            await mediator.Publish(notification);
        }
#pragma warning disable CA1031 // A handler that throws harms those who watch now, and not the feed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            metrics.FeedFault();
            logger.FeedPublishFailed(e, taskId, typeof(TNotification).Name);
            DisconnectAll(onlyLive: true);
        }
    }

    private Task SendStatusAsync(string connectionId, TaskSnapshot snapshot) =>
        mediator.Publish(new StatusAsked(taskId, connectionId, snapshot));

    private ConnectedMessage Connected(Position position, bool? recovered, ResetReason? reason) => new()
    {
        TaskId = taskId,
        Message = (recovered, reason) switch
        {
            (null, _) => "You are watching this task.",
            (true, _) => "Everything since your position follows.",
            (_, ResetReason.EpochChanged) =>
                "The task's numbering began anew, so your position no longer counts. Its current state follows.",
            (_, ResetReason.Trimmed) => "Events after your position are no longer kept. The task's current state follows.",
            _ => "Your position is ahead of the log. The task's current state follows.",
        },
        Position = position,
        Recovered = recovered,
        Reason = reason,
    };
}
