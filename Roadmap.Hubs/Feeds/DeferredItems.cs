using System.Diagnostics.CodeAnalysis;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// What waits in a feed while the log is read for it, in order. Announcements are bounded: beyond that they are left out, and the log,
/// which has them all, is read once more.
/// </summary>
internal sealed class DeferredItems
{
    public const int MaxAnnouncements = 256;

    private readonly LinkedList<FeedItem> _items = [];
    private int _announcements;
    private int _fresh;

    /// <summary>Whether announcements were left out since the last read began.</summary>
    public bool HasLeftOut { get; private set; }

    /// <summary>False when the item is one announcement too many.</summary>
    public bool TryAdd(FeedItem item)
    {
        if (item is FeedItem.Announced && _announcements >= MaxAnnouncements)
        {
            HasLeftOut = true;
            return false;
        }

        _items.AddLast(item);
        Count(item, +1);
        return true;
    }

    /// <summary>A read begins: its result will be fresh for all that waits by now.</summary>
    /// <param name="because">What is looked at again, first, when the read is done.</param>
    public void BeginRead(FeedItem? because)
    {
        if (because is not null)
        {
            _items.AddFirst(because);
            Count(because, +1);
        }

        _fresh = _items.Count;
        HasLeftOut = false;
    }

    /// <summary>
    /// The read goes on with a next part. It is no fresher than the first one for what came meanwhile; but what was left out until now is
    /// in it.
    /// </summary>
    public void ContinueRead() => HasLeftOut = false;

    /// <param name="item">The next one.</param>
    /// <param name="isFresh">Whether it was there before the read began.</param>
    public bool TryTake([NotNullWhen(true)] out FeedItem? item, out bool isFresh)
    {
        item = _items.First?.Value;
        isFresh = item is not null && _fresh > 0;
        if (item is null)
            return false;
        _items.RemoveFirst();
        Count(item, -1);
        if (isFresh)
            _fresh--;
        return true;
    }

    /// <summary>Everything at once: no read is coming back for it.</summary>
    public IReadOnlyList<FeedItem> TakeAll()
    {
        FeedItem[] all = [.. _items];
        _items.Clear();
        _announcements = _fresh = 0;
        HasLeftOut = false;
        return all;
    }

    private void Count(FeedItem item, int by) => _announcements += item is FeedItem.Announced ? by : 0;
}
