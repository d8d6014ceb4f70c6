using Roadmap.Contracts;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// The last events of a task, so that most who come back need no read of the store. Bounded to half of an outbox: what a newcomer missed
/// always fits.
/// </summary>
internal sealed class EventRing
{
    public const int MaxEvents = 1_000;
    public const int MaxBytes = 512 * 1024;

    private readonly Queue<(TaskEvent Event, int Bytes)> _events = new();
    private int _bytes;

    /// <summary>Whether the ring has every event after <paramref name="seq"/> up to <paramref name="head"/>.</summary>
    public bool Covers(long seq, long head) => seq == head || (_events.TryPeek(out var oldest) && oldest.Event.Seq <= seq + 1);

    /// <param name="stored">The next event.</param>
    /// <param name="bytes">Of its stored JSON.</param>
    public void Add(TaskEvent stored, int bytes)
    {
        _events.Enqueue((stored, bytes));
        _bytes += bytes;
        while (_events.Count > MaxEvents || (_bytes > MaxBytes && _events.Count > 1))
            _bytes -= _events.Dequeue().Bytes;
    }

    public IReadOnlyList<TaskEvent> After(long seq) => [.. _events.Select(entry => entry.Event).SkipWhile(stored => stored.Seq <= seq)];

    public void Clear()
    {
        _events.Clear();
        _bytes = 0;
    }
}
