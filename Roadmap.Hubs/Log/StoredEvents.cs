using System.Collections;
using Roadmap.Contracts;

namespace Roadmap.Hubs.Log;

/// <summary>
/// Stored events in the log's order, each with the bytes of JSON that the log holds of it: whoever has to bound them need not write them once more to
/// know. Filled by whoever makes it, and not changed any more.
/// </summary>
public sealed class StoredEvents : IReadOnlyList<TaskEvent>
{
    private readonly List<(TaskEvent Event, int Bytes)> _events;

    public StoredEvents()
        : this(capacity: 0)
    {
    }

    public StoredEvents(int capacity) => _events = new List<(TaskEvent, int)>(capacity);

    public int Count => _events.Count;

    /// <summary>Of all together.</summary>
    public long Bytes { get; private set; }

    public TaskEvent this[int index] => _events[index].Event;

    public int BytesOf(int index) => _events[index].Bytes;

    public void Add(TaskEvent stored, int bytes)
    {
        _events.Add((stored, bytes));
        Bytes += bytes;
    }

    public IEnumerator<TaskEvent> GetEnumerator()
    {
        foreach (var (stored, _) in _events)
            yield return stored;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
