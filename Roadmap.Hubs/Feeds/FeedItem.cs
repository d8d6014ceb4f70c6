using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.Feeds;

/// <summary>What a feed's queue holds.</summary>
internal abstract record FeedItem
{
    private FeedItem() { }

    /// <summary>Tells whoever waits for an answer why there is none.</summary>
    public virtual void Refuse(Exception why) { }

    /// <param name="Announcement">What was appended.</param>
    /// <param name="At">When it came, in the clock's own ticks.</param>
    /// <param name="Trace">Where its report has come to, as a <c>traceparent</c>; null when that is not traced.</param>
    public sealed record Announced(TaskAnnouncement Announcement, long At, string? Trace = null) : FeedItem;

    /// <summary>The queue was full, and announcements were left out: the log has to be read.</summary>
    public sealed record AnnouncementsDropped : FeedItem;

    public sealed record Join(Subscription Subscription) : FeedItem
    {
        public override void Refuse(Exception why) => Subscription.Reply.TrySetException(why);
    }

    public sealed record Leave(string ConnectionId) : FeedItem;

    /// <summary>Answers with null when the connection is not subscribed.</summary>
    public sealed record AskStatus(string ConnectionId, TaskCompletionSource<TaskSnapshot?> Reply) : FeedItem
    {
        public override void Refuse(Exception why) => Reply.TrySetException(why);
    }

    /// <summary>Keeps the feed going without a subscriber; answered when it is up to date.</summary>
    public sealed record Pin(TaskCompletionSource Reply) : FeedItem
    {
        public override void Refuse(Exception why) => Reply.TrySetException(why);
    }

    public sealed record Unpin : FeedItem;

    public sealed record ReadDone(TaskLogView? View) : FeedItem;

    public sealed record ReadFailed(LogUnavailableException Reason) : FeedItem;

    /// <summary>It is time to read again after a read that failed.</summary>
    public sealed record ReadAgain : FeedItem;

    /// <summary>The head that a check of the quiet feeds found; null when the task is gone.</summary>
    public sealed record HeadSeen(Position? Head) : FeedItem;

    /// <summary>The next part of a long replay. Answered with whether more is wanted.</summary>
    public sealed record ReplayPage(Subscription Subscription, TaskLogView? View, TaskCompletionSource<bool> WantsMore) : FeedItem
    {
        public override void Refuse(Exception why) => WantsMore.TrySetResult(false);
    }

    public sealed record ReplayFailed(Subscription Subscription, LogUnavailableException Reason) : FeedItem;

    /// <summary>End, whoever is here: the host stops.</summary>
    public sealed record Stop : FeedItem;

    /// <summary>End, unless somebody is here.</summary>
    public sealed record EndIfUnwatched : FeedItem;
}

/// <summary>One connection's wish to watch one task. Belongs to the feed's queue from the moment it is posted.</summary>
internal sealed class Subscription(string connectionId, bool includeHistory, AfterPosition? after)
{
    private bool _isOver;

    public string ConnectionId => connectionId;

    public bool IncludeHistory => includeHistory;

    /// <summary>The epoch of the position; null when none was named, and then the current one is meant.</summary>
    public string? Epoch { get; set; } = after is null || AwaitedPosition.Is(after) ? null : after.Epoch;

    /// <summary>The last event that the connection has; null when it gave no position.</summary>
    public long? Seq { get; set; } = after?.Seq;

    /// <summary>For whom the task must be there; null: whosever it is.</summary>
    public Func<TaskState, bool>? Sees { get; init; }

    /// <summary>Whether the feed has taken it in.</summary>
    public bool IsMember { get; set; }

    /// <summary>Whether it was replaced, or left, or is over otherwise. Its replay looks at it from outside the queue.</summary>
    public bool IsOver
    {
        get => Volatile.Read(ref _isOver);
        set => Volatile.Write(ref _isOver, value);
    }

    /// <summary>Whether it gets what is published, and nothing of a replay is to come.</summary>
    public bool IsLive { get; set; }

    /// <summary>Whether it asked for the status in the middle of its replay.</summary>
    public bool IsOwedStatus { get; set; }

    /// <summary>Whether <c>connected</c> was sent.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The head at which it was accepted; or why it was not.</summary>
    public TaskCompletionSource<SubscribeReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
