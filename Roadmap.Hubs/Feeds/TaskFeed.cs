using Roadmap.Contracts;
using Roadmap.Hubs.Log;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// Turns announcements, which may be lost, repeated or late, into the log's order for everyone on this instance who watches one task.
/// <para>
/// Everything happens in one serial queue, and inside it nothing waits for a client or for the store: a read is started from the queue, its result
/// comes back as an item, and until then the other items wait in their order.
/// </para>
/// </summary>
internal sealed class TaskFeed
{
    private const int ReadEvents = 500;
    private const int MaxDeferredAnnouncements = 256;

    private readonly string _taskId;
    private readonly FeedMailbox _mailbox;
    private readonly FeedMembers _members;
    private readonly FeedReader _reader;
    private readonly TimeProvider _time;
    private readonly LinkedList<FeedItem> _deferred = [];
    private readonly HubsMetrics _metrics;

    private FeedCursor? _cursor;
    private int _pins;
    private bool _reading;
    private bool _behind;
    private int _deferredAnnouncements;

    /// <summary>How many of the deferred items were there before the last read began: for them its result is fresh.</summary>
    private int _fresh;

    public TaskFeed(string taskId, FeedMembers members, FeedReader reader, TimeProvider time, HubsMetrics metrics)
    {
        _taskId = taskId;
        _members = members;
        _reader = reader;
        _time = time;
        _metrics = metrics;
        _mailbox = new FeedMailbox(metrics);
        LastMoved = time.GetTimestamp();
    }

    /// <summary>When an event was last published, or somebody last came or went, in the clock's own ticks.</summary>
    public long LastMoved { get; private set; }

    /// <summary>Where the feed stands, for the check of quiet feeds; null while it has nothing or nobody.</summary>
    public Position? WatchedAt { get; private set; }

    /// <summary>False when the feed has ended: take a new one.</summary>
    public bool Post(FeedItem item) => _mailbox.Post(item);

    /// <summary>Runs the queue until the feed ends.</summary>
    public async Task RunAsync()
    {
        while (await _mailbox.WaitAsync())
        {
            while (_mailbox.TryTake(out var item))
                await HandleAsync(item);
            // What was taken in one go is published as one batch.
            await PublishAsync();
            WatchedAt = _members.Count + _pins > 0 ? _cursor?.Position : null;
        }

        await _reader.DisposeAsync();
    }

    /// <summary>The queue broke: whoever watches is cut, and comes back from its position to a new feed.</summary>
    public void Abandon()
    {
        _members.CutAll();
        End(new LogUnavailableException("The task's feed broke."));
    }

    private Task HandleAsync(FeedItem item)
    {
        switch (item)
        {
            case FeedItem.ReadDone done:
                return OnReadDoneAsync(done.View);
            case FeedItem.ReadFailed failed:
                return OnReadFailedAsync(failed.Reason);
        }

        if (!_reading)
            return HandleNowAsync(item, isFresh: false);
        Defer(item);
        return Task.CompletedTask;
    }

    private Task HandleNowAsync(FeedItem item, bool isFresh)
    {
        switch (item)
        {
            case FeedItem.EndIfUnwatched:
                EndIfUnwatched();
                return Task.CompletedTask;
            case FeedItem.Leave leave:
                return LeaveAsync(leave.ConnectionId);
            case FeedItem.Unpin:
                _pins--;
                return Task.CompletedTask;
            case FeedItem.ReplayFailed failed:
                OnReplayFailed(failed);
                return Task.CompletedTask;
            case var _ when _cursor is null:
                StartRead(item);
                return Task.CompletedTask;
            case FeedItem.Announced announced:
                OnAnnounced(announced, isFresh);
                return Task.CompletedTask;
            case FeedItem.AnnouncementsDropped or FeedItem.ReadAgain:
                StartRead(because: null);
                return Task.CompletedTask;
            case FeedItem.HeadSeen seen:
                OnHeadSeen(seen.Head);
                return Task.CompletedTask;
            case FeedItem.Join join:
                return JoinAsync(join.Subscription, isFresh);
            case FeedItem.ReplayPage page:
                return OnReplayPageAsync(page);
            case FeedItem.AskStatus ask:
                return OnAskStatusAsync(ask);
            case FeedItem.Pin pin:
                _pins++;
                pin.Reply.TrySetResult();
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException($"A feed's queue holds no {item.GetType().Name}.");
        }
    }

    private void Defer(FeedItem item)
    {
        if (item is FeedItem.Announced && ++_deferredAnnouncements > MaxDeferredAnnouncements)
        {
            _metrics.AnnouncementDropped();
            _behind = true;
            return;
        }

        _deferred.AddLast(item);
    }

    private void OnAnnounced(FeedItem.Announced item, bool isFresh)
    {
        var announced = item.Announcement;
        switch (FeedJudgement.Judge(_cursor!.Position, announced))
        {
            case AnnouncementVerdict.Next:
                _cursor.Advance(announced.Events, announced.OldestSeq);
                break;
            case AnnouncementVerdict.Hole or AnnouncementVerdict.OtherEpoch when !isFresh:
                StartRead(item);
                break;
            default:
                // Behind the cursor; or the read that began after it came does not know it: a straggler of an epoch that is over.
                break;
        }
    }

    private void OnHeadSeen(Position? head)
    {
        if (head is not null && head.Epoch == _cursor!.Position.Epoch && head.Seq <= _cursor.Position.Seq)
            return;
        StartRead(because: null);
    }

    /// <param name="because">What is looked at again, first, when the read is done.</param>
    private void StartRead(FeedItem? because)
    {
        if (because is not null)
            _deferred.AddFirst(because);
        _fresh = _deferred.Count;
        _reading = true;
        _behind = false;
        if (_cursor is not null)
            _metrics.FeedRepaired();
        _reader.Start(_cursor?.Position.Seq ?? 0, _cursor is null ? 0 : ReadEvents, _mailbox);
    }

    private async Task OnReadDoneAsync(TaskLogView? view)
    {
        _reading = false;
        if (view is null)
        {
            await EndGoneAsync();
            return;
        }

        if (_cursor is null)
        {
            _cursor = new FeedCursor(view);
        }
        else if (FeedJudgement.WhyBroken(_cursor.Position, view) is { } reason)
        {
            await PublishAsync();
            _cursor.ResetTo(view);
            await _members.ResetAsync(_cursor.Snapshot, reason);
        }
        else
        {
            _cursor.Advance(view.Events, view.OldestSeq);
            if (_cursor.Position.Seq < view.Head.Seq)
            {
                var fresh = _fresh;
                StartRead(because: null);
                _fresh = fresh;
                return;
            }
        }

        while (!_reading && _deferred.First is { } next)
        {
            _deferred.RemoveFirst();
            if (next.Value is FeedItem.Announced)
                _deferredAnnouncements--;
            await HandleNowAsync(next.Value, isFresh: _fresh-- > 0);
        }

        if (!_reading && _behind)
            StartRead(because: null);
    }

    /// <summary>Who waits for the log is told so; who is here keeps its place, and the log is asked again.</summary>
    private async Task OnReadFailedAsync(LogUnavailableException reason)
    {
        _reading = false;
        var waiting = _deferred.ToArray();
        _deferred.Clear();
        _deferredAnnouncements = 0;
        foreach (var item in waiting)
        {
            switch (item)
            {
                case FeedItem.Join join:
                    join.Subscription.Reply.TrySetException(reason);
                    break;
                case FeedItem.AskStatus ask:
                    ask.Reply.TrySetException(reason);
                    break;
                case FeedItem.Pin pin:
                    pin.Reply.TrySetException(reason);
                    break;
                case FeedItem.Announced or FeedItem.AnnouncementsDropped or FeedItem.HeadSeen or FeedItem.ReadAgain:
                    break;
                default:
                    await HandleNowAsync(item, isFresh: false);
                    break;
            }
        }

        if (_members.Count + _pins > 0)
            _reader.AskAgainLater(_mailbox);
    }

    private async Task PublishAsync()
    {
        if (_cursor?.TakeUnpublished() is not { Count: > 0 } events)
            return;
        LastMoved = _time.GetTimestamp();
        await _members.PublishAsync(events);
    }

    private async Task JoinAsync(Subscription subscription, bool isFresh)
    {
        var cursor = _cursor!;
        var verdict = subscription.Seq is null ? PositionVerdict.AtHand : cursor.Judge(subscription);
        if (verdict is PositionVerdict.OtherEpoch or PositionVerdict.Ahead && !isFresh)
        {
            // A position is judged against the log's head, never against the cursor, which may be behind.
            StartRead(new FeedItem.Join(subscription));
            return;
        }

        await PublishAsync();
        LastMoved = _time.GetTimestamp();
        if (!subscription.IsOpen)
            _members.Add(subscription);
        else if (!_members.IsCurrent(subscription))
            return;

        switch (verdict)
        {
            case PositionVerdict.AtHand when subscription.Seq is { } seq:
                if (!subscription.IsOpen)
                    await OpenAsync(subscription, new Position { Epoch = cursor.Position.Epoch, Seq = seq }, snapshot: null, recovered: true, reason: null);
                await _members.SendMissedAsync(subscription, cursor.EventsAfter(seq));
                break;
            case PositionVerdict.AtHand:
                var wantsSnapshot = subscription.IncludeHistory || cursor.State.HasEnded;
                await OpenAsync(subscription, cursor.Position, wantsSnapshot ? cursor.Snapshot : null, recovered: null, reason: null);
                break;
            case PositionVerdict.InLog:
                subscription.Epoch ??= cursor.Position.Epoch;
                _reader.StartReplay(subscription, this);
                return;
            default:
                await OpenAnewAsync(subscription, verdict == PositionVerdict.Ahead ? ResetReason.Ahead : ResetReason.EpochChanged);
                break;
        }

        _members.GoLive(subscription);
    }

    private Task OpenAnewAsync(Subscription subscription, ResetReason reason) =>
        OpenAsync(subscription, _cursor!.Position, _cursor.Snapshot, recovered: false, reason);

    private Task OpenAsync(Subscription subscription, Position position, TaskSnapshot? snapshot, bool? recovered, ResetReason? reason) =>
        _members.OpenAsync(subscription, position, snapshot, recovered, reason, new SubscribeReply
        {
            TaskId = _taskId,
            Epoch = _cursor!.Position.Epoch,
            Seq = _cursor.Position.Seq,
        });

    /// <summary>Sends a page of a long replay, and lets the subscriber in when the rest is at hand.</summary>
    private async Task OnReplayPageAsync(FeedItem.ReplayPage page)
    {
        var subscription = page.Subscription;
        var wantsMore = false;
        if (_members.IsCurrent(subscription))
        {
            if (page.View is null || page.View.Head.Epoch != subscription.Epoch)
            {
                // The log is not what it was when the replay began. The feed reads its head, and goes on from what it finds.
                StartRead(new FeedItem.Join(subscription));
            }
            else if (page.View.OldestSeq > subscription.Seq + 1)
            {
                await PublishAsync();
                await OpenAnewAsync(subscription, ResetReason.Trimmed);
                _members.GoLive(subscription);
            }
            else
            {
                if (!subscription.IsOpen)
                    await OpenAsync(subscription, new Position { Epoch = subscription.Epoch!, Seq = subscription.Seq!.Value }, snapshot: null, recovered: true, reason: null);
                await _members.SendMissedAsync(subscription, page.Events);
                if (page.Events.Count > 0)
                    subscription.Seq = page.Events[^1].Seq;
                wantsMore = _cursor!.Judge(subscription) == PositionVerdict.InLog;
                if (!wantsMore)
                    await JoinAsync(subscription, isFresh: false);
            }
        }

        page.WantsMore.TrySetResult(wantsMore);
    }

    private void OnReplayFailed(FeedItem.ReplayFailed failed)
    {
        if (_members.IsCurrent(failed.Subscription))
            _members.Remove(failed.Subscription.ConnectionId);
        failed.Subscription.Reply.TrySetException(failed.Reason);
    }

    private async Task OnAskStatusAsync(FeedItem.AskStatus ask)
    {
        if (!_members.Contains(ask.ConnectionId))
        {
            ask.Reply.TrySetResult(null);
            return;
        }

        await PublishAsync();
        await _members.AnswerStatusAsync(ask.ConnectionId, _cursor!.Snapshot);
        ask.Reply.TrySetResult(_cursor.Snapshot);
    }

    private async Task LeaveAsync(string connectionId)
    {
        LastMoved = _time.GetTimestamp();
        await PublishAsync();
        _members.Remove(connectionId);
    }

    private async Task EndGoneAsync()
    {
        await PublishAsync();
        await _members.DisbandAsync();
        End(new RequestRefusedException(ErrorCodes.TaskNotFound, $"There is no task '{_taskId}'."));
    }

    private void EndIfUnwatched()
    {
        if (_members.Count + _pins == 0)
            End(new FeedEndedException());
    }

    /// <summary>Whoever is in the queue still hears why; whoever comes later finds the mailbox closed, and takes a new feed.</summary>
    private void End(Exception why)
    {
        _mailbox.Close();
        var left = _deferred.ToList();
        _deferred.Clear();
        while (_mailbox.TryTake(out var item))
            left.Add(item);
        foreach (var item in left)
        {
            switch (item)
            {
                case FeedItem.Join join:
                    join.Subscription.Reply.TrySetException(why);
                    break;
                case FeedItem.AskStatus ask:
                    ask.Reply.TrySetResult(null);
                    break;
                case FeedItem.Pin pin:
                    pin.Reply.TrySetException(why);
                    break;
                case FeedItem.ReplayPage page:
                    page.WantsMore.TrySetResult(false);
                    break;
            }
        }
    }
}

/// <summary>The feed ended before it came to this item: take a new one.</summary>
internal sealed class FeedEndedException : Exception;
