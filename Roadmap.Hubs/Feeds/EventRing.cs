using System.Runtime.InteropServices;
using System.Text.Json;
using Roadmap.Contracts;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// The last events of a task, so that most who come back need no read of the store. Bounded to half of an outbox: what a newcomer missed always fits.
/// </summary>
internal sealed class EventRing
{
    public const int MaxEvents = 1_000;
    public const int MaxWeight = 512 * 1024;

    private readonly Queue<(TaskEvent Event, int Weight)> _events = new();
    private int _weight;

    /// <summary>Whether the ring has every event after <paramref name="seq"/> up to <paramref name="head"/>.</summary>
    public bool Covers(long seq, long head) => seq == head || (_events.TryPeek(out var oldest) && oldest.Event.Seq <= seq + 1);

    public void Add(TaskEvent stored)
    {
        var weight = WeightOf(stored);
        _events.Enqueue((stored, weight));
        _weight += weight;
        while (_events.Count > MaxEvents || (_weight > MaxWeight && _events.Count > 1))
            _weight -= _events.Dequeue().Weight;
    }

    public IReadOnlyList<TaskEvent> After(long seq) => [.. _events.Select(entry => entry.Event).SkipWhile(stored => stored.Seq <= seq)];

    public void Clear()
    {
        _events.Clear();
        _weight = 0;
    }

    /// <summary>About how many bytes an event has on the wire: the members that may be long, and a flat sum for the others.</summary>
    public static int WeightOf(TaskEvent stored) => 384 + (stored.Message?.Length ?? 0) + stored switch
    {
        ProgressEvent e => LengthOf(e.Data),
        ConceptCompleteEvent e => LengthOf(e.Data),
        ConceptAllContentCompleteEvent e => LengthOf(e.Data),
        BatchStartEvent e => e.ConceptIds.Sum(id => id.Length + 3),
        FailedEvent e => e.Error.Length + (e.ErrorDetail?.Length ?? 0),
        ControlEvent e => e.Reason?.Length ?? 0,
        UnknownTaskEvent e => e.Members.Sum(member => member.Key.Length + LengthOf(member.Value)),
        _ => 0,
    };

    private static int LengthOf(JsonElement? json) => json is null ? 0 : JsonMarshal.GetRawUtf8Value(json.Value).Length;
}
