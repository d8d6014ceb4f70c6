namespace Roadmap.Api.EventLog.Turns;

/// <summary>
/// In which order things that wait are done, when all of them are done by one: those who bring much, or many, must not keep the others
/// waiting.
/// <para>
/// What belongs together, such as the reports of one task, waits in one lane, in order. Lanes take turns: one thing each, then the next.
/// Things are light or heavy. A group is as many light ones as weigh no more than a group may, or one heavy one alone; while both kinds
/// wait, they alternate. So a light one waits for one heavy one at most, and a heavy one for one group of light ones.
/// </para>
/// <para>Not for several threads at a time.</para>
/// </summary>
internal sealed class FairTurns<T>
{
    /// <summary>Things in a group.</summary>
    public const int GroupCount = 256;

    /// <summary>Of a group of light ones: the last that is taken may go beyond it.</summary>
    public const int GroupWeight = 512;

    /// <summary>What weighs more is heavy.</summary>
    public const int LightWeight = 64;

    private readonly Dictionary<string, Queue<(T Item, int Weight)>> _lanes = new(StringComparer.Ordinal);

    // Each lane stands in one of them once, by what is first in it.
    private readonly Queue<string> _light = new();
    private readonly Queue<string> _heavy = new();
    private bool _wasHeavy;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    public void Add(string lane, int weight, T item)
    {
        if (!_lanes.TryGetValue(lane, out var waiting))
            _lanes[lane] = waiting = new Queue<(T, int)>();
        waiting.Enqueue((item, weight));
        Count++;
        if (waiting.Count == 1)
            Stand(lane, weight);
    }

    /// <summary>Adds those whose turn it is to <paramref name="group"/>; none when none wait.</summary>
    public void TakeTo(ICollection<T> group)
    {
        if (_heavy.Count > 0 && (_light.Count == 0 || !_wasHeavy))
        {
            _wasHeavy = true;
            Take(_heavy, group);
            return;
        }

        _wasHeavy = false;
        for (var (count, weight) = (0, 0); count < GroupCount && weight < GroupWeight && _light.Count > 0; count++)
            weight += Take(_light, group);
    }

    private int Take(Queue<string> turns, ICollection<T> group)
    {
        var lane = turns.Dequeue();
        var waiting = _lanes[lane];
        var (item, weight) = waiting.Dequeue();
        group.Add(item);
        Count--;
        if (waiting.TryPeek(out var next))
            Stand(lane, next.Weight);
        else
            _lanes.Remove(lane);
        return weight;
    }

    private void Stand(string lane, int weight) => (weight > LightWeight ? _heavy : _light).Enqueue(lane);
}
