using System.Collections;
using Roadmap.Contracts;

namespace Roadmap.Hubs.EventLog;

/// <summary>
/// Stored events in the log's order, each with the bytes of JSON that the log holds of it: whoever has to bound them need not write them
/// once more to know. Filled by whoever makes it, and not changed any more.
/// </summary>
public sealed class StoredEvents : IReadOnlyList<TaskEvent>
{
    private readonly List<(TaskEvent Event, int Bytes)> _events;

    // Of reports that are traced, and most are not.
    private Dictionary<int, string>? _traces;

    public StoredEvents()
        : this(capacity: 0)
    {
    }

    public StoredEvents(int capacity) => _events = new List<(TaskEvent, int)>(capacity);

    public int Count => _events.Count;

    /// <summary>Of all together.</summary>
    public long Bytes { get; private set; }

    public TaskEvent this[int index] => _events[index].Event;

    /// <summary>Whether any of them is.</summary>
    public bool AreTraced => _traces is not null;

    public int BytesOf(int index) => _events[index].Bytes;

    /// <summary>The append that stored the event, as a W3C <c>traceparent</c>; null when that was not traced.</summary>
    public string? TraceOf(int index) => _traces?.GetValueOrDefault(index);

    public void Add(TaskEvent stored, int bytes, string? trace = null)
    {
        if (trace is not null)
            (_traces ??= [])[_events.Count] = trace;
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
