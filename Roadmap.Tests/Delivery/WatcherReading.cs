using Roadmap.Contracts;

namespace Roadmap.Tests.Delivery;

/// <summary>Reads what one watcher saw. A fault is named once: after it the reading goes on as if what came had been right.</summary>
internal sealed class WatcherReading(string watcher, TaskTruth truth)
{
    private readonly List<Fault> _faults = [];
    private readonly Dictionary<string, Position> _seen = new(StringComparer.Ordinal);
    private readonly SortedSet<long> _missing = [];
    private AfterPosition? _asked;
    private Position? _cursor;
    private long _start;
    private bool _ended;

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>How often the watcher was told <c>recovered: false</c>.</summary>
    public int Resets { get; private set; }

    public void Read(Sighting sighting)
    {
        switch (sighting)
        {
            case Sighting.Asked asked:
                _asked = asked.After;
                break;
            case Sighting.Connected connected:
                ReadConnected(connected);
                break;
            case Sighting.Status status:
                ReadStatus(status);
                break;
            case Sighting.Event stored:
                ReadEvent(stored);
                break;
        }
    }

    /// <summary>All has been read: whatever is still missing is lost.</summary>
    public void Finish()
    {
        if (_cursor is null)
        {
            if (truth.Told.Count > 0)
                Find(FaultKind.Lost, "everything: it was never connected");
            return;
        }

        foreach (var (id, position) in truth.Told.Where(
            told => told.Value.Epoch == _cursor.Epoch && told.Value.Seq > _start && !_seen.ContainsKey(told.Key)))
        {
            _missing.Remove(position.Seq);
            Find(FaultKind.Lost, $"{id}, whose publisher was told {Of(position)}; the watcher stands at {Of(_cursor)}");
        }

        LoseMissing();
    }

    private void ReadConnected(Sighting.Connected connected)
    {
        if (connected.Recovered == false)
        {
            Resets++;
            Begin(connected.Position);
        }
        else if (_asked is null)
        {
            if (_cursor is null)
                Begin(connected.Position);
            else
                Resume(connected, _cursor);
        }
        else
        {
            Resume(connected, new Position { Epoch = _asked.Epoch ?? connected.Position.Epoch, Seq = _asked.Seq!.Value });
        }
    }

    private void Resume(Sighting.Connected connected, Position from)
    {
        if (connected.Position != from)
            Find(FaultKind.Spliced, $"came back from {Of(from)} and was connected at {Of(connected.Position)}, recovered "
                + $"{connected.Recovered?.ToString() ?? "unsaid"}");
        if (_cursor?.Epoch != connected.Position.Epoch)
            Begin(connected.Position);
    }

    private void ReadStatus(Sighting.Status status)
    {
        if (status.Position != _cursor)
            Find(FaultKind.Spliced, $"a snapshot at {Of(status.Position)} where the watcher stands at {Of(_cursor)}");
        _ended = status.Ended;
    }

    private void ReadEvent(Sighting.Event stored)
    {
        if (_cursor?.Epoch != stored.Position.Epoch)
        {
            Find(FaultKind.Spliced, $"{stored.EventId} of {Of(stored.Position)} where the watcher stands at {Of(_cursor)}");
            Begin(new Position { Epoch = stored.Position.Epoch, Seq = stored.Position.Seq - 1 });
        }

        if (TakeItsTurn(stored))
            Recognise(stored);
    }

    /// <summary>The number: one more than the last. False when the event was there before.</summary>
    private bool TakeItsTurn(Sighting.Event stored)
    {
        var seq = stored.Position.Seq;
        var cursor = _cursor!.Seq;
        if (seq <= cursor && !_missing.Remove(seq))
        {
            Find(FaultKind.Repeated, $"{stored.EventId} at {Of(stored.Position)} again, after {cursor}");
            return false;
        }

        if (seq <= cursor)
        {
            Find(FaultKind.Swapped, $"{stored.EventId} at {Of(stored.Position)} came after {cursor}");
            return true;
        }

        if (_ended && stored.Type != TaskEventTypes.RetryStarted)
            Find(FaultKind.AfterEnd, $"{stored.EventId} at {Of(stored.Position)} after the end at {cursor}");
        for (var skipped = cursor + 1; skipped < seq; skipped++)
            _missing.Add(skipped);
        _cursor = stored.Position;
        _ended = stored.Type is TaskEventTypes.Completed or TaskEventTypes.Failed or TaskEventTypes.Cancelled;
        return true;
    }

    /// <summary>The content: the very event that stands at this number.</summary>
    private void Recognise(Sighting.Event stored)
    {
        if (!truth.WasReported(stored.EventId))
            Find(FaultKind.Invented, $"{stored.EventId} at {Of(stored.Position)}");
        else if (!_seen.TryAdd(stored.EventId, stored.Position))
            Find(FaultKind.Repeated, $"{stored.EventId} at {Of(stored.Position)} and at {Of(_seen[stored.EventId])}");
        else if (truth.Told.TryGetValue(stored.EventId, out var told) && told.Epoch == stored.Position.Epoch && told != stored.Position)
            Find(FaultKind.Swapped, $"{stored.EventId} at {Of(stored.Position)}, whose publisher was told {Of(told)}");
        else if (truth.AgreeOn(stored.Position, stored.EventId) is var first && first != stored.EventId)
            Find(FaultKind.Swapped, $"{stored.EventId} at {Of(stored.Position)}, where another watcher saw {first}");
    }

    private void Begin(Position position)
    {
        LoseMissing();
        _seen.Clear();
        _cursor = position;
        _start = position.Seq;
        _ended = false;
    }

    private void LoseMissing()
    {
        foreach (var seq in _missing)
            Find(FaultKind.Lost, $"the event at {_cursor!.Epoch}:{seq}");
        _missing.Clear();
    }

    private void Find(FaultKind kind, string what) => _faults.Add(new Fault(kind, truth.TaskId, watcher, what));

    private static string Of(Position? position) => position is null ? "nowhere" : $"{position.Epoch}:{position.Seq}";
}
