using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Hubs.Feeds;

/// <summary>What an announcement is to a feed whose cursor stands somewhere.</summary>
internal enum AnnouncementPosition
{
    /// <summary>All of it is behind the cursor.</summary>
    Late,

    /// <summary>The cursor's next event is in it.</summary>
    Next,

    /// <summary>Events between the cursor and it are missing.</summary>
    Gap,

    /// <summary>It is of another epoch: a straggler, or the cursor's own epoch is over. Only the log knows.</summary>
    OtherEpoch,
}

/// <summary>From where somebody who gives a position can be served.</summary>
internal enum SubscriberPosition
{
    /// <summary>All that follows is at hand.</summary>
    AtHand,

    /// <summary>What follows has to be read from the log.</summary>
    InLog,

    /// <summary>Of another epoch than the cursor.</summary>
    OtherEpoch,

    /// <summary>Ahead of the cursor.</summary>
    Ahead,
}

/// <summary>The pure decisions of a feed.</summary>
internal static class PositionCheck
{
    /// <summary>The epoch comes first: numbers of different epochs say nothing about each other.</summary>
    public static AnnouncementPosition Of(Position cursor, TaskAnnouncement announced)
    {
        if (announced.Epoch != cursor.Epoch)
            return AnnouncementPosition.OtherEpoch;
        if (announced.LastSeq <= cursor.Seq)
            return AnnouncementPosition.Late;
        return announced.FirstSeq <= cursor.Seq + 1 ? AnnouncementPosition.Next : AnnouncementPosition.Gap;
    }

    public static SubscriberPosition Of(Position cursor, string? epoch, long seq, EventRing ring)
    {
        if (epoch is not null && epoch != cursor.Epoch)
            return SubscriberPosition.OtherEpoch;
        if (seq > cursor.Seq)
            return SubscriberPosition.Ahead;
        return ring.Covers(seq, cursor.Seq) ? SubscriberPosition.AtHand : SubscriberPosition.InLog;
    }

    /// <summary>
    /// Whether a view goes on right after an event: with that one's successor, and without a hole; or there is nothing more. The log
    /// promises both, and a damaged one may not keep it.
    /// </summary>
    public static bool GoesOnAfter(long seq, TaskLogView view) => view.Events.Count == 0
        ? seq >= view.Head.Seq
        : view.Events[0].Seq == seq + 1 && view.Events[^1].Seq - seq == view.Events.Count;

    /// <summary>Why a view of the log cannot be followed on from the cursor; null when it can.</summary>
    public static ResetReason? WhyBroken(Position cursor, TaskLogView view)
    {
        if (view.Head.Epoch != cursor.Epoch)
            return ResetReason.EpochChanged;
        if (view.Head.Seq < cursor.Seq)
            return ResetReason.Ahead;
        return view.OldestSeq > cursor.Seq + 1 ? ResetReason.Trimmed : null;
    }
}
