using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// The thread of events of one feed: takes them from announcements and from the log, and publishes what it has taken, once and in order.
/// Used from the feed's queue only.
/// </summary>
internal sealed class FeedThread(FeedMembers members, IEarlierRuns earlier, TimeProvider time, HubsMetrics metrics)
{
    private readonly FeedTraces _traces = new();

    /// <summary>When the first event that is not published yet was announced, in the clock's own ticks; null when none was.</summary>
    private long? _announcedAt;

    /// <summary>Null until the log was read for the first time.</summary>
    public FeedCursor? Cursor { get; private set; }

    /// <summary>When an event was last published, or somebody last came or went, in the clock's own ticks.</summary>
    public long LastMoved { get; private set; } = time.GetTimestamp();

    public void Touch() => LastMoved = time.GetTimestamp();

    /// <summary>Takes what comes next of an announcement; and says where it stands to the cursor.</summary>
    public AnnouncementPosition Take(FeedItem.Announced item)
    {
        var position = PositionCheck.Of(Cursor!.Position, item.Announcement);
        if (position is AnnouncementPosition.Next or AnnouncementPosition.Gap)
            _announcedAt ??= item.At;
        if (position == AnnouncementPosition.Next)
        {
            Cursor.Advance(item.Announcement.Events, item.Announcement.OldestSeq);
            _traces.Add(item.Trace);
        }

        return position;
    }

    /// <summary>
    /// Follows the log to where it was read; false when there is more to be read. When it cannot be followed, everyone live begins anew.
    /// </summary>
    public async Task<bool> FollowAsync(TaskLogView view)
    {
        if (Cursor is null)
        {
            Cursor = new FeedCursor(view, earlier);
            return true;
        }

        var before = Cursor.Position;
        var broken = PositionCheck.WhyBroken(before, view);
        if (broken is null)
        {
            Cursor.Advance(view);
            _traces.Add(view.Events, before.Seq);
            if (Cursor.Position.Seq >= view.Head.Seq)
                return true;
            if (Cursor.Position.Seq > before.Seq)
                return false;
            // What comes next is not there, although the log says that it goes on: to ask again would be to ask for ever.
            broken = ResetReason.Trimmed;
        }

        await PublishAsync();
        Cursor.ResetTo(view);
        _announcedAt = null;
        await members.ResetAsync(Cursor.Snapshot, broken.Value);
        return true;
    }

    public async Task PublishAsync()
    {
        if (Cursor?.TakeUnpublished() is not { Count: > 0 } events)
            return;
        Touch();
        using var spans = _traces.Publish(events[0].TaskId, events.Count);
        await members.PublishAsync(events);
        if (_announcedAt is { } at)
            metrics.Published(time.GetElapsedTime(at));
        _announcedAt = null;
    }
}
