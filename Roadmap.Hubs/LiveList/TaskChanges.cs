using System.Threading.Channels;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.LiveList;

/// <summary>
/// What has changed and is to be told to those who watch the list of tasks. Whoever appends leaves it here and goes on; of each task the
/// newest state is kept, and handed out every <see cref="Interval"/> at most, or at once when the task has ended. There are places for so
/// many tasks at a time: a change of one more is left out, and counted as one that should have been sent.
/// </summary>
internal sealed class TaskChanges(ListCounts counts, HubsMetrics metrics, TimeProvider time) : ITaskChanges
{
    /// <summary>Tasks that wait to be told, or were told within the last interval.</summary>
    public const int Places = 20_000;

    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _changing = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Queue<Place> _ready = new();

    /// <summary>By when they may be told again: all rest equally long.</summary>
    private readonly Queue<(Place Place, long Until)> _resting = new();

    private readonly Channel<bool> _wake =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    public void Tell(TaskState? before, TaskState state)
    {
        if (!counts.MayBeWatched)
            return;

        var left = before is null ? 0 : TaskChange.BitOf(before.Status);
        bool isReady;
        lock (_changing)
            isReady = TryPutLocked(state, left);
        if (isReady)
            Wake();
    }

    /// <summary>Lets <see cref="WaitAsync"/> end.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Done when there may be something to take.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _wake.Reader.ReadAsync(cancellationToken);

    /// <summary>Takes what may be told now.</summary>
    /// <param name="atMost">So many tasks.</param>
    /// <param name="again">When there may be more; null: not before the next call of <see cref="Tell"/>.</param>
    public List<TaskChange> Take(int atMost, out TimeSpan? again)
    {
        lock (_changing)
        {
            var now = time.GetTimestamp();
            WakeRestedLocked(now);
            var taken = new List<TaskChange>(Math.Min(atMost, _ready.Count));
            while (taken.Count < atMost && _ready.TryDequeue(out var place))
            {
                taken.Add(place.Take());
                place.RestsUntil = now + (long)(Interval.TotalSeconds * time.TimestampFrequency);
                _resting.Enqueue((place, place.RestsUntil));
            }

            again = _ready.Count > 0 ? TimeSpan.Zero : _resting.TryPeek(out var next) ? time.GetElapsedTime(now, next.Until) : null;
            return taken;
        }
    }

    /// <summary>Takes all that is left, rested or not: nothing comes after it.</summary>
    public List<TaskChange> TakeAll()
    {
        lock (_changing)
            return [.. _places.Values.Where(place => place.Pending is not null).Select(place => place.Take())];
    }

    /// <summary>Whether it can be told now.</summary>
    private bool TryPutLocked(TaskState state, int left)
    {
        if (!_places.TryGetValue(state.TaskId, out var place))
        {
            if (_places.Count >= Places)
            {
                counts.Count(new TaskChange(state, left));
                metrics.ListChange(ListChangeOutcome.Dropped);
                return false;
            }

            _places.Add(state.TaskId, place = new Place());
            return Ready(place.Put(state, left));
        }

        if (place.Pending is not null)
            metrics.ListChange(ListChangeOutcome.Coalesced);
        place.Put(state, left);
        return state.HasEnded && Ready(place);
    }

    private bool Ready(Place place)
    {
        if (place.IsReady)
            return false;
        place.IsReady = true;
        _ready.Enqueue(place);
        return true;
    }

    private void WakeRestedLocked(long now)
    {
        while (_resting.TryPeek(out var first) && first.Until <= now)
        {
            var (place, until) = _resting.Dequeue();
            // An end was told meanwhile: it rests from then on.
            if (until < place.RestsUntil)
                continue;
            if (place.Pending is null)
                _places.Remove(place.TaskId);
            else
                Ready(place);
        }
    }

    /// <summary>One task's.</summary>
    private sealed class Place
    {
        private int _left;

        public string TaskId { get; private set; } = "";

        public TaskState? Pending { get; private set; }

        public bool IsReady { get; set; }

        public long RestsUntil { get; set; }

        /// <summary>Two appends may come here in the other order.</summary>
        public Place Put(TaskState state, int left)
        {
            TaskId = state.TaskId;
            _left |= left;
            if (Pending is null || Pending.Epoch != state.Epoch || Pending.Seq < state.Seq)
                Pending = state;
            return this;
        }

        public TaskChange Take()
        {
            var change = new TaskChange(Pending!, _left);
            (Pending, _left, IsReady) = (null, 0, false);
            return change;
        }
    }
}
