using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// Turns announcements, which may be lost, repeated or late, into the log's order for everyone on this instance who watches one task.
/// <para>
/// Everything happens in one serial queue, and inside it nothing waits for a client or for the store: a read is started from the queue, its
/// result comes back as an item, and until then the other items wait in their order (<see cref="DeferredItems"/>).
/// </para>
/// <para>
/// An item that fails harms whoever asked for it, and no other: every item that waits for an answer gets one. When the feed ends, all that
/// it has taken is published first: whoever takes the next feed joins the same group.
/// </para>
/// </summary>
internal sealed class TaskFeed
{
    private readonly string _taskId;
    private readonly FeedMailbox _mailbox;
    private readonly FeedMembers _members;
    private readonly FeedJoins _joins;
    private readonly FeedThread _thread;
    private readonly FeedReader _reader;
    private readonly FeedCatchUp _catchUp;
    private readonly HubsMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isOver;

    public TaskFeed(
        string taskId, FeedMembers members, FeedReader reader, IEarlierRuns earlier, TimeProvider time, HubsMetrics metrics, ILogger logger)
    {
        _taskId = taskId;
        _members = members;
        _joins = new FeedJoins(taskId, members);
        _thread = new FeedThread(members, earlier, time, metrics);
        _reader = reader;
        _metrics = metrics;
        _logger = logger;
        _mailbox = new FeedMailbox(time, metrics);
        _catchUp = new FeedCatchUp(reader, _mailbox, _thread, members, _joins, time, metrics);
    }

    public string TaskId => _taskId;

    /// <inheritdoc cref="FeedThread.LastMoved"/>
    public long LastMoved => _thread.LastMoved;

    /// <summary>The task as the feed knows it, which may be a moment behind the log; null while it knows nothing.</summary>
    public TaskState? State => _thread.Cursor?.State;

    /// <summary>Where the feed stands, for the check of quiet feeds; null while it has nothing or nobody.</summary>
    public Position? WatchedAt { get; private set; }

    /// <summary>Done when nothing of the feed runs any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>False when the feed has ended: take a new one.</summary>
    public bool Post(FeedItem item) => _mailbox.Post(item);

    /// <summary>Runs the queue until the feed ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _mailbox.WaitAsync())
            {
                while (_mailbox.TryTake(out var item))
                    await TakeAsync(item);
                await SettleAsync();
            }
        }
#pragma warning disable CA1031 // Not even a failure in dealing with a failure leaves anybody waiting.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _logger.FeedBroke(e, _taskId);
            _members.DisconnectAll(onlyLive: false);
            Close(new LogUnavailableException("The task's feed broke.", e));
        }
        finally
        {
            await _reader.DisposeAsync();
            _ended.SetResult();
        }
    }

    /// <summary>What was taken in one go is published as one batch.</summary>
    private async Task SettleAsync()
    {
        if (_isOver)
            return;
        await _thread.PublishAsync();
        if (_thread.Cursor is { State.HasEnded: true } && !_catchUp.IsReading)
            await _members.EndAsync();
        WatchedAt = _members.AreThere ? _thread.Cursor?.Position : null;
    }

    private Task TakeAsync(FeedItem item)
    {
        if (!_catchUp.IsReading || item is FeedItem.ReadDone or FeedItem.ReadFailed or FeedItem.Stop)
            return HandleAsync(item, isFresh: false);
        _catchUp.Defer(item);
        return Task.CompletedTask;
    }

    private async Task HandleAsync(FeedItem item, bool isFresh)
    {
        try
        {
            await DispatchAsync(item, isFresh);
        }
#pragma warning disable CA1031 // A fault in one item is none of the others', nor of the feed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _metrics.FeedFault();
            _logger.FeedItemFailed(e, _taskId, item.GetType().Name);
            await OnFaultAsync(item, new LogUnavailableException("The task's feed failed at this.", e));
        }
    }

    private Task DispatchAsync(FeedItem item, bool isFresh)
    {
        switch (item)
        {
            case FeedItem.ReadDone done:
                return OnReadDoneAsync(done.View);
            case FeedItem.ReadFailed failed:
                _catchUp.Fail();
                return AskAgainAsync(failed.Reason);
            case FeedItem.Stop:
                return EndAsync(new LogUnavailableException("The server is stopping."));
            case FeedItem.EndIfUnwatched:
                return _members.AreThere ? Task.CompletedTask : EndAsync(new FeedEndedException());
            case FeedItem.Leave leave:
                return LeaveAsync(leave.ConnectionId);
            case FeedItem.Unpin:
                _members.Pins--;
                return Task.CompletedTask;
            case FeedItem.ReplayFailed failed:
                _joins.Refuse(failed.Subscription, failed.Reason, DisconnectReason.ReplayFailed);
                return Task.CompletedTask;
            case var _ when _thread.Cursor is null:
                _catchUp.Start(item);
                return Task.CompletedTask;
            case FeedItem.Announced announced:
                OnAnnounced(announced, isFresh);
                return Task.CompletedTask;
            case FeedItem.AnnouncementsDropped or FeedItem.ReadAgain:
                _catchUp.Start(because: null);
                return Task.CompletedTask;
            case FeedItem.HeadSeen seen:
                if (seen.Head is null || _thread.Cursor.IsBehind(seen.Head))
                    _catchUp.Start(because: null);
                return Task.CompletedTask;
            case FeedItem.Join join:
                return JoinAsync(join, isFresh);
            case FeedItem.ReplayPage page:
                return OnReplayPageAsync(page);
            case FeedItem.AskStatus ask:
                return OnAskStatusAsync(ask);
            case FeedItem.Pin pin:
                _members.Pins++;
                pin.Reply.TrySetResult();
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException($"A feed's queue holds no {item.GetType().Name}.");
        }
    }

    /// <summary>
    /// Whoever waits for the item is answered, and whoever may have been told a half of something is cut. What it would have done the log
    /// makes good.
    /// </summary>
    private async Task OnFaultAsync(FeedItem item, LogUnavailableException why)
    {
        item.Refuse(why);
        switch (item)
        {
            case FeedItem.Join join:
                _joins.Refuse(join.Subscription, why, DisconnectReason.FeedBroke);
                break;
            case FeedItem.ReplayPage page:
                _joins.Refuse(page.Subscription, why, DisconnectReason.FeedBroke);
                break;
            case FeedItem.ReadDone or FeedItem.ReadFailed:
                await AskAgainAsync(why);
                break;
            case FeedItem.Announced when !_catchUp.IsReading:
                _catchUp.Start(because: null);
                break;
        }
    }

    private void OnAnnounced(FeedItem.Announced item, bool isFresh)
    {
        var position = _thread.Take(item);
        // Late: it is behind the cursor. Fresh: the read that began after it came does not know it, a straggler of an epoch that is over.
        if (position is AnnouncementPosition.Gap or AnnouncementPosition.OtherEpoch && !isFresh)
            _catchUp.Start(item);
        else if (_thread.Cursor!.IsGuessing)
            _catchUp.Start(because: null);
    }

    private async Task OnReadDoneAsync(TaskLogView? view)
    {
        switch (await _catchUp.TakeAsync(view))
        {
            case CatchUpOutcome.Caught:
                while (_catchUp.TryTake(out var next, out var isFresh))
                    await HandleAsync(next, isFresh);
                break;
            case CatchUpOutcome.Missing:
                await AskAgainAsync(NotFound());
                break;
            case CatchUpOutcome.Gone:
                await _thread.PublishAsync();
                await _members.DisbandAsync();
                Close(NotFound());
                break;
            case CatchUpOutcome.Replaced:
                await _thread.PublishAsync();
                await _members.DisbandAsync();
                // Who waits to be let in is looked at anew, by the next feed.
                Close(new FeedEndedException());
                break;
        }
    }

    private RequestRefusedException NotFound() => new(ErrorCodes.TaskNotFound, $"There is no task '{_taskId}'.");

    /// <summary>Who is here keeps its place, and the log is asked again.</summary>
    private async Task AskAgainAsync(Exception reason)
    {
        foreach (var item in _catchUp.RefuseWaiting(reason))
            await TakeAsync(item);

        if (_catchUp.IsReading || _isOver)
            return;
        if (_members.AreThere)
            _catchUp.AskAgainLater();
        else
            // The cursor is not to be trusted any more; whoever comes takes a new feed.
            await EndAsync(new FeedEndedException());
    }

    private async Task JoinAsync(FeedItem.Join join, bool isFresh)
    {
        await _thread.PublishAsync();
        _thread.Touch();
        switch (await _joins.JoinAsync(join.Subscription, _thread.Cursor!, isFresh))
        {
            case JoinOutcome.NeedsHead:
                _catchUp.Start(join);
                break;
            case JoinOutcome.NeedsMore:
                _reader.StartReplay(join.Subscription, this);
                break;
        }
    }

    private async Task OnReplayPageAsync(FeedItem.ReplayPage page)
    {
        await _thread.PublishAsync();
        var outcome = await _joins.SendPageAsync(page, _thread.Cursor!);
        if (outcome == JoinOutcome.NeedsHead)
            _catchUp.Start(new FeedItem.Join(page.Subscription));
        page.WantsMore.TrySetResult(outcome == JoinOutcome.NeedsMore);
    }

    private async Task OnAskStatusAsync(FeedItem.AskStatus ask)
    {
        await _thread.PublishAsync();
        await _members.AnswerAsync(ask, _thread.Cursor!.Snapshot);
    }

    private async Task LeaveAsync(string connectionId)
    {
        _thread.Touch();
        await _thread.PublishAsync();
        _members.Remove(connectionId);
    }

    /// <summary>Whoever is in the queue still hears why; whoever comes later finds the mailbox closed, and takes a new feed.</summary>
    private async Task EndAsync(Exception why)
    {
        await _thread.PublishAsync();
        Close(why);
    }

    private void Close(Exception why)
    {
        _isOver = true;
        _mailbox.Close();
        foreach (var item in _catchUp.TakeAll())
            item.Refuse(why);
        while (_mailbox.TryTake(out var item))
            item.Refuse(why);
    }
}

/// <summary>The feed ended before it came to this item: take a new one.</summary>
internal sealed class FeedEndedException : Exception;
