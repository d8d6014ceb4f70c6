using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.Feeds;

/// <summary>How far a feed has come: the folded state, and the last events before it.</summary>
internal sealed class FeedCursor(TaskLogView start, IEarlierRuns earlier)
{
    private readonly EventRing _ring = new();
    private List<TaskEvent> _unpublished = [];
    private long _oldestSeq = start.OldestSeq;

    public TaskState State { get; private set; } = start.Head;

    public Position Position => State.Position;

    public TaskSnapshot Snapshot => State.ToSnapshot(_oldestSeq, earlier.Find(State));

    /// <summary>Whether an event was passed of which nobody here knows what it did: the log's own state does.</summary>
    public bool IsGuessing { get; private set; }

    /// <summary>Takes those events that come next; the others are behind.</summary>
    public void Advance(StoredEvents events, long oldestSeq)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var stored = events[i];
            if (stored.Seq != State.Seq + 1)
                continue;
            State = State.Apply(stored);
            IsGuessing |= stored is UnreadableTaskEvent;
            _ring.Add(stored, events.BytesOf(i));
            _unpublished.Add(stored);
        }

        _oldestSeq = oldestSeq;
    }

    /// <summary>Takes what comes next of a view. At its head the state is the log's own.</summary>
    public void Advance(TaskLogView view)
    {
        Advance(view.Events, view.OldestSeq);
        if (State.Seq != view.Head.Seq)
            return;
        State = view.Head;
        IsGuessing = false;
    }

    /// <summary>What was taken since the last call.</summary>
    public IReadOnlyList<TaskEvent> TakeUnpublished()
    {
        var taken = _unpublished;
        if (taken.Count > 0)
            _unpublished = [];
        return taken;
    }

    /// <summary>Whether a head of the log is of another epoch, or further on.</summary>
    public bool IsBehind(Position head) => head.Epoch != Position.Epoch || head.Seq > Position.Seq;

    public void ResetTo(TaskLogView view)
    {
        State = view.Head;
        IsGuessing = false;
        _oldestSeq = view.OldestSeq;
        _ring.Clear();
    }

    public SubscriberPosition Check(Subscription subscription) =>
        PositionCheck.Of(Position, subscription.Epoch, subscription.Seq!.Value, _ring);

    public IReadOnlyList<TaskEvent> EventsAfter(long seq) => _ring.After(seq);
}
