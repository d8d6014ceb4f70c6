using Roadmap.Contracts;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Feeds;

/// <summary>What became of somebody's wish to be let in.</summary>
internal enum JoinOutcome
{
    /// <summary>It is in, or is no longer wanted.</summary>
    Settled,

    /// <summary>The head of the log has to be read before its position can be judged.</summary>
    NeedsHead,

    /// <summary>More has to be read from the log before it is let in.</summary>
    NeedsMore,
}

/// <summary>
/// Lets subscribers in: at the cursor, from a position that is at hand, or by way of a replay from the log. Used from the feed's queue
/// only, when all that the cursor has taken is published.
/// </summary>
internal sealed class FeedJoins(string taskId, FeedMembers members)
{
    /// <param name="isFresh">Whether the cursor is at a head that was read after the wish came.</param>
    public async Task<JoinOutcome> JoinAsync(Subscription subscription, FeedCursor cursor, bool isFresh)
    {
        if (subscription.Sees?.Invoke(cursor.State) == false)
        {
            Refuse(subscription, TaskAdmission.NotFound(taskId), DisconnectReason.ReplayFailed);
            return JoinOutcome.Settled;
        }

        var position = subscription.Seq is null ? SubscriberPosition.AtHand : cursor.Check(subscription);
        // A position is judged against the log's head, never against the cursor, which may be behind.
        if (!isFresh && position is SubscriberPosition.OtherEpoch or SubscriberPosition.Ahead)
            return JoinOutcome.NeedsHead;

        if (!subscription.IsMember)
            members.Add(subscription);
        else if (!members.IsCurrent(subscription))
            return JoinOutcome.Settled;

        switch (position)
        {
            case SubscriberPosition.InLog:
                subscription.Epoch ??= cursor.Position.Epoch;
                return JoinOutcome.NeedsMore;
            case SubscriberPosition.OtherEpoch:
                await OpenAnewAsync(subscription, cursor, ResetReason.EpochChanged);
                break;
            case SubscriberPosition.Ahead:
                await OpenAnewAsync(subscription, cursor, ResetReason.Ahead);
                break;
            case SubscriberPosition.AtHand when subscription.Seq is { } seq:
                await OpenAtPositionAsync(subscription, cursor);
                await members.SendMissedAsync(subscription, cursor.EventsAfter(seq));
                break;
            default:
                var wantsSnapshot = subscription.IncludeHistory || cursor.State.HasEnded;
                await OpenAsync(
                    subscription, cursor, cursor.Position, wantsSnapshot ? cursor.Snapshot : null, recovered: null, reason: null);
                break;
        }

        await members.GoLiveAsync(subscription, cursor.Snapshot);
        return JoinOutcome.Settled;
    }

    /// <summary>Sends a page of a replay, and lets the subscriber in when the rest is at hand.</summary>
    public async Task<JoinOutcome> SendPageAsync(FeedItem.ReplayPage page, FeedCursor cursor)
    {
        var subscription = page.Subscription;
        if (!members.IsCurrent(subscription))
            return JoinOutcome.Settled;
        // The log is not what it was when the replay began: what it is now decides.
        if (page.View is null || page.View.Head.Epoch != subscription.Epoch || cursor.Position.Epoch != subscription.Epoch)
            return JoinOutcome.NeedsHead;

        if (page.View.OldestSeq > subscription.Seq + 1 || !PositionCheck.GoesOnAfter(subscription.Seq!.Value, page.View))
        {
            await OpenAnewAsync(subscription, cursor, ResetReason.Trimmed);
            await members.GoLiveAsync(subscription, cursor.Snapshot);
            return JoinOutcome.Settled;
        }

        await OpenAtPositionAsync(subscription, cursor);
        await members.SendMissedAsync(subscription, page.View.Events);
        if (page.View.Events.Count > 0)
            subscription.Seq = page.View.Events[^1].Seq;
        return await JoinAsync(subscription, cursor, isFresh: false);
    }

    /// <summary>There is no answer. Who was told <c>connected</c> already is cut, and comes back from its position.</summary>
    public void Refuse(Subscription subscription, Exception reason, DisconnectReason disconnect)
    {
        subscription.Reply.TrySetException(reason);
        if (!members.IsCurrent(subscription))
            return;
        members.Remove(subscription.ConnectionId);
        if (subscription.IsOpen)
            members.Disconnect(subscription.ConnectionId, disconnect);
    }

    private Task OpenAtPositionAsync(Subscription subscription, FeedCursor cursor)
    {
        if (!subscription.IsOpen)
            return OpenAsync(subscription, cursor, new Position { Epoch = cursor.Position.Epoch, Seq = subscription.Seq!.Value },
                snapshot: null, recovered: true, reason: null);
        Accept(subscription, cursor);
        return Task.CompletedTask;
    }

    private Task OpenAnewAsync(Subscription subscription, FeedCursor cursor, ResetReason reason) =>
        OpenAsync(subscription, cursor, cursor.Position, cursor.Snapshot, recovered: false, reason);

    private async Task OpenAsync(
        Subscription subscription, FeedCursor cursor, Position position, TaskSnapshot? snapshot, bool? recovered, ResetReason? reason)
    {
        await members.OpenAsync(subscription, position, snapshot, recovered, reason);
        Accept(subscription, cursor);
    }

    private void Accept(Subscription subscription, FeedCursor cursor) =>
        subscription.Reply.TrySetResult(new SubscribeReply { TaskId = taskId, Epoch = cursor.Position.Epoch, Seq = cursor.Position.Seq });
}
