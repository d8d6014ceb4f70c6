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

    /// <summary>How long a task that is gone is waited for: to a log that has lost it, the instance that works on it gives it back.</summary>
    private static readonly TimeSpan s_missedFor = TimeSpan.FromSeconds(5);

    private readonly string _taskId;
    private readonly FeedMailbox _mailbox;
    private readonly FeedMembers _members;
    private readonly FeedJoins _joins;
    private readonly FeedReader _reader;
    private readonly TimeProvider _time;
    private readonly LinkedList<FeedItem> _deferred = [];
    private readonly HubsMetrics _metrics;

    private FeedCursor? _cursor;
    private long? _missedSince;
    private int _pins;
    private bool _reading;
    private bool _behind;
    private int _deferredAnnouncements;

    /// <summary>When the first event that is not published yet was announced, in the clock's own ticks; null when none was.</summary>
    private long? _announcedAt;

    /// <summary>How many of the deferred items were there before the last read began: for them its result is fresh.</summary>
    private int _fresh;

    public TaskFeed(string taskId, FeedMembers members, FeedReader reader, TimeProvider time, HubsMetrics metrics)
    {
        _taskId = taskId;
        _members = members;
        _joins = new FeedJoins(taskId, members);
        _reader = reader;
        _time = time;
        _metrics = metrics;
        _mailbox = new FeedMailbox(time, metrics);
        LastMoved = time.GetTimestamp();
    }

    /// <summary>When an event was last published, or somebody last came or went, in the clock's own ticks.</summary>
    public long LastMoved { get; private set; }

    /// <summary>Where the feed stands, for the check of quiet feeds; null while it has nothing or nobody.</summary>
    public Position? WatchedAt { get; private set; }

    /// <summary>The run of the queue, for whoever waits for its end.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>False when the feed has ended: take a new one.</summary>
    public bool Post(FeedItem item) => _mailbox.Post(item);

    /// <summary>Runs the queue until the feed ends.</summary>
    public async Task RunAsync()
    {
        FeedItem? handling = null;
        try
        {
            while (await _mailbox.WaitAsync())
            {
                while (_mailbox.TryTake(out handling))
                    await HandleAsync(handling);
                // What was taken in one go is published as one batch.
                await PublishAsync();
                if (_cursor is { State.HasEnded: true } && !_reading)
                    await _members.EndAsync();
                WatchedAt = _members.Count + _pins > 0 ? _cursor?.Position : null;
            }
        }
        catch (Exception)
        {
            // Whoever watches is cut, and comes back from its position to a new feed.
            var why = new LogUnavailableException("The task's feed broke.");
            handling?.Refuse(why);
            _members.CutAll();
            End(why);
            throw;
        }
        finally
        {
            await _reader.DisposeAsync();
        }
    }

    private Task HandleAsync(FeedItem item)
    {
        switch (item)
        {
            case FeedItem.ReadDone done:
                return OnReadDoneAsync(done.View);
            case FeedItem.ReadFailed failed:
                return OnReadFailedAsync(failed.Reason);
            case FeedItem.Stop:
                End(new LogUnavailableException("The server is stopping."));
                return Task.CompletedTask;
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
                _joins.Refuse(failed.Subscription, failed.Reason);
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
                return JoinAsync(join, isFresh);
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
                _announcedAt ??= item.At;
                _cursor.Advance(announced.Events, announced.OldestSeq);
                break;
            case AnnouncementVerdict.Hole when !isFresh:
                _announcedAt ??= item.At;
                StartRead(item);
                break;
            case AnnouncementVerdict.OtherEpoch when !isFresh:
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
        if (because is FeedItem.Announced)
            _deferredAnnouncements++;
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
            await OnMissingAsync();
            return;
        }

        _missedSince = null;
        if (_cursor is null)
        {
            _cursor = new FeedCursor(view);
        }
        else if (FeedJudgement.WhyBroken(_cursor.Position, view) is { } reason)
        {
            await PublishAsync();
            _cursor.ResetTo(view);
            _announcedAt = null;
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

    private Task OnMissingAsync()
    {
        _missedSince ??= _time.GetTimestamp();
        return _cursor is null || _members.Count + _pins == 0 || _time.GetElapsedTime(_missedSince.Value) >= s_missedFor
            ? EndGoneAsync()
            : AskAgainAsync(NotFound());
    }

    private Task OnReadFailedAsync(LogUnavailableException reason)
    {
        _reading = false;
        return AskAgainAsync(reason);
    }

    /// <summary>Who waits for the log is told why it waits in vain; who is here keeps its place, and the log is asked again.</summary>
    private async Task AskAgainAsync(Exception reason)
    {
        var waiting = _deferred.ToArray();
        _deferred.Clear();
        _deferredAnnouncements = 0;
        foreach (var item in waiting)
        {
            switch (item)
            {
                case FeedItem.Join join:
                    _joins.Refuse(join.Subscription, reason);
                    break;
                case FeedItem.AskStatus or FeedItem.Pin:
                    item.Refuse(reason);
                    break;
                case FeedItem.Announced or FeedItem.AnnouncementsDropped or FeedItem.HeadSeen or FeedItem.ReadAgain:
                    // Hints, which the next read makes up for.
                    break;
                default:
                    await HandleAsync(item);
                    break;
            }
        }

        if (_reading)
            return;
        if (_members.Count + _pins > 0)
            _reader.AskAgainLater(_mailbox);
        else
            // The cursor is not to be trusted any more; whoever comes takes a new feed.
            End(new FeedEndedException());
    }

    private async Task PublishAsync()
    {
        if (_cursor?.TakeUnpublished() is not { Count: > 0 } events)
            return;
        LastMoved = _time.GetTimestamp();
        await _members.PublishAsync(events);
        if (_announcedAt is { } at)
            _metrics.Published(_time.GetElapsedTime(at));
        _announcedAt = null;
    }

    private async Task JoinAsync(FeedItem.Join join, bool isFresh)
    {
        await PublishAsync();
        LastMoved = _time.GetTimestamp();
        switch (await _joins.JoinAsync(join.Subscription, _cursor!, isFresh))
        {
            case JoinOutcome.NeedsHead:
                StartRead(join);
                break;
            case JoinOutcome.NeedsMore:
                _reader.StartReplay(join.Subscription, this);
                break;
        }
    }

    private async Task OnReplayPageAsync(FeedItem.ReplayPage page)
    {
        await PublishAsync();
        var outcome = await _joins.SendPageAsync(page, _cursor!);
        if (outcome == JoinOutcome.NeedsHead)
            StartRead(new FeedItem.Join(page.Subscription));
        page.WantsMore.TrySetResult(outcome == JoinOutcome.NeedsMore);
    }

    private async Task OnAskStatusAsync(FeedItem.AskStatus ask)
    {
        var member = _members.Find(ask.ConnectionId);
        if (member is not { IsLive: true })
        {
            // Who is being replayed to gets it in its place, which is where the live events begin.
            member?.IsOwedStatus = true;
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
        End(NotFound());
    }

    private RequestRefusedException NotFound() => new(ErrorCodes.TaskNotFound, $"There is no task '{_taskId}'.");

    private void EndIfUnwatched()
    {
        if (_members.Count + _pins == 0)
            End(new FeedEndedException());
    }

    /// <summary>Whoever is in the queue still hears why; whoever comes later finds the mailbox closed, and takes a new feed.</summary>
    private void End(Exception why)
    {
        _mailbox.Close();
        foreach (var item in _deferred)
            item.Refuse(why);
        _deferred.Clear();
        while (_mailbox.TryTake(out var item))
            item.Refuse(why);
    }
}

/// <summary>The feed ended before it came to this item: take a new one.</summary>
internal sealed class FeedEndedException : Exception;
