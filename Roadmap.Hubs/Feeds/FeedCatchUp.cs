using System.Diagnostics.CodeAnalysis;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.Feeds;

/// <summary>What the result of a read comes to.</summary>
internal enum CatchUpOutcome
{
    /// <summary>The feed is where the log is; what has waited for that is to be taken.</summary>
    Caught,

    /// <summary>There is more to be read, and it is being read.</summary>
    ReadsOn,

    /// <summary>The task is not there, and may come back: the log is to be asked again.</summary>
    Missing,

    /// <summary>There is no such task, or it is gone for good.</summary>
    Gone,

    /// <summary>It is gone, and another one has its id: nobody who watched the old one was let in to that.</summary>
    Replaced,
}

/// <summary>
/// Catches up with the log: starts to read it, takes what was read, and knows what waits for that. Used from the feed's queue only: the
/// results come back into it.
/// </summary>
internal sealed class FeedCatchUp(
    FeedReader reader, FeedMailbox mailbox, FeedThread thread, FeedMembers members, FeedJoins joins, TimeProvider time, HubsMetrics metrics)
{
    private const int ReadEvents = 500;

    /// <summary>
    /// How long a task that is gone is waited for: to a log that has lost it, the instance that works on it gives it back.
    /// </summary>
    private static readonly TimeSpan s_missedFor = TimeSpan.FromSeconds(5);

    private readonly DeferredItems _deferred = new();
    private long? _missedSince;

    public bool IsReading { get; private set; }

    /// <inheritdoc cref="DeferredItems.BeginRead"/>
    public void Start(FeedItem? because)
    {
        _deferred.BeginRead(because);
        Read();
    }

    /// <summary>The result of the read has come: null when the task is not there.</summary>
    public async Task<CatchUpOutcome> TakeAsync(TaskLogView? view)
    {
        IsReading = false;
        if (view is null)
            return IsGoneForGood() || thread.Cursor is null || !members.AreThere ? CatchUpOutcome.Gone : CatchUpOutcome.Missing;

        if (thread.Cursor is { State: var known } && IsAnother(known, view.Head))
            return CatchUpOutcome.Replaced;
        _missedSince = null;
        if (await thread.FollowAsync(view))
            return CatchUpOutcome.Caught;
        _deferred.ContinueRead();
        Read();
        return CatchUpOutcome.ReadsOn;
    }

    /// <summary>The read has failed.</summary>
    public void Fail() => IsReading = false;

    /// <summary>The log is to be read again in a while, since it did not answer or the task was not there.</summary>
    public void AskAgainLater() => reader.AskAgainLater(mailbox);

    public void Defer(FeedItem item)
    {
        if (!_deferred.TryAdd(item))
            metrics.AnnouncementDropped();
    }

    /// <summary>
    /// The next of those that wait, while nothing is read; when all are taken and some were left out, the log is read once more.
    /// </summary>
    public bool TryTake([NotNullWhen(true)] out FeedItem? item, out bool isFresh)
    {
        (item, isFresh) = (null, false);
        if (IsReading)
            return false;
        if (_deferred.TryTake(out item, out isFresh))
            return true;
        if (_deferred.HasLeftOut)
            Start(because: null);
        return false;
    }

    /// <inheritdoc cref="DeferredItems.TakeAll"/>
    public IReadOnlyList<FeedItem> TakeAll() => _deferred.TakeAll();

    /// <summary>
    /// The log does not answer, or not with the task. Who waits for it is told why it waits in vain; the rest, which needs no log, is
    /// returned.
    /// </summary>
    public IReadOnlyList<FeedItem> RefuseWaiting(Exception reason)
    {
        var rest = new List<FeedItem>();
        foreach (var item in TakeAll())
        {
            switch (item)
            {
                case FeedItem.Join join:
                    joins.Refuse(join.Subscription, reason, DisconnectReason.ReplayFailed);
                    break;
                case FeedItem.AskStatus or FeedItem.Pin:
                    item.Refuse(reason);
                    break;
                case FeedItem.Announced or FeedItem.AnnouncementsDropped or FeedItem.HeadSeen or FeedItem.ReadAgain:
                    // Hints, which the next read makes up for.
                    break;
                default:
                    rest.Add(item);
                    break;
            }
        }

        return rest;
    }

    /// <summary>
    /// Judged by what a task has for its whole life, also when a log has lost it and got it back. A record that cannot be read any more
    /// does not make it another one: those who watch it hear that it has failed.
    /// </summary>
    private static bool IsAnother(TaskState before, TaskState now) =>
        now.CreatedAt != TaskState.UnknownTime
        && (now.Owner, now.CreatedBy, now.CreatedAt) != (before.Owner, before.CreatedBy, before.CreatedAt);

    /// <summary>The task was not there again; whether it has been gone for so long that it will not come back.</summary>
    private bool IsGoneForGood()
    {
        _missedSince ??= time.GetTimestamp();
        return time.GetElapsedTime(_missedSince.Value) >= s_missedFor;
    }

    private void Read()
    {
        IsReading = true;
        if (thread.Cursor is not null)
            metrics.FeedRepaired();
        reader.Start(thread.Cursor?.Position.Seq ?? 0, thread.Cursor is null ? 0 : ReadEvents, mailbox);
    }
}
