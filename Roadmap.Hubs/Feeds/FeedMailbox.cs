using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// The serial queue of one feed. Announcements are bounded: beyond that they are left to the log, which has them all. The other items are
/// as many as there are connections, and those are bounded elsewhere.
/// </summary>
internal sealed class FeedMailbox(TimeProvider time, HubsMetrics metrics)
{
    private const int MaxAnnouncements = 256;

    private readonly Channel<FeedItem> _items = Channel.CreateUnbounded<FeedItem>(new UnboundedChannelOptions { SingleReader = true });
    private int _announcements;
    private int _dropped;

    /// <summary>False when the feed has ended: take a new one.</summary>
    public bool Post(FeedItem item) => _items.Writer.TryWrite(item);

    public void Announce(TaskAnnouncement announcement)
    {
        using var span = HubsTraces.Announce(announcement.Events.TraceOf(0), announcement.TaskId, announcement.Events.Count);
        if (Interlocked.Increment(ref _announcements) <= MaxAnnouncements)
        {
            Post(new FeedItem.Announced(announcement, time.GetTimestamp(), span?.Id));
            return;
        }

        Interlocked.Decrement(ref _announcements);
        metrics.AnnouncementDropped();
        // One such item says it for all that are left out until it is taken.
        if (Interlocked.Exchange(ref _dropped, 1) == 0)
            Post(new FeedItem.AnnouncementsDropped());
    }

    /// <summary>Waits for the next item; false when the feed has ended and its queue is empty.</summary>
    public ValueTask<bool> WaitAsync() => _items.Reader.WaitToReadAsync();

    public bool TryTake([NotNullWhen(true)] out FeedItem? item)
    {
        if (!_items.Reader.TryRead(out item))
            return false;
        if (item is FeedItem.Announced)
            Interlocked.Decrement(ref _announcements);
        else if (item is FeedItem.AnnouncementsDropped)
            Interlocked.Exchange(ref _dropped, 0);
        return true;
    }

    /// <summary>Takes nothing more. What is in the queue can still be taken out.</summary>
    public void Close() => _items.Writer.TryComplete();
}
