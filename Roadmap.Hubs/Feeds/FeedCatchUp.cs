using System.Diagnostics.CodeAnalysis;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>Whether the log is being read for a feed, and what waits for that. Used from the feed's queue only: the results come back into it.</summary>
internal sealed class FeedCatchUp(FeedReader reader, FeedMailbox mailbox, FeedThread thread, TimeProvider time, HubsMetrics metrics)
{
    private const int ReadEvents = 500;

    /// <summary>How long a task that is gone is waited for: to a log that has lost it, the instance that works on it gives it back.</summary>
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

    /// <inheritdoc cref="DeferredItems.ContinueRead"/>
    public void GoOn()
    {
        _deferred.ContinueRead();
        Read();
    }

    /// <summary>The result of the read has come.</summary>
    public void Done() => IsReading = false;

    /// <summary>The log is to be read again in a while, since it did not answer or the task was not there.</summary>
    public void AskAgainLater() => reader.AskAgainLater(mailbox);

    public void Defer(FeedItem item)
    {
        if (!_deferred.TryAdd(item))
            metrics.AnnouncementDropped();
    }

    /// <summary>The next of those that wait, while nothing is read; when all are taken and some were left out, the log is read once more.</summary>
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

    public void Found() => _missedSince = null;

    /// <summary>The task was not there again; whether it has been gone for so long that it will not come back.</summary>
    public bool IsGoneForGood()
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
