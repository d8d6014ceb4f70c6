using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// How many replays hold a part of a log for their clients at a time, and how many bytes of it together: of one connection, and of all. The
/// others wait, in the order in which they came. A turn lasts for one page, until its client has taken it: so one that dawdles does not
/// keep the others from theirs for its whole replay, and one that watches many tasks does not keep those with few.
/// </summary>
internal sealed class ReplayTurns(IOptions<LimitsOptions> limits, HubsMetrics metrics)
{
    private readonly Lock _changing = new();
    private readonly Queue<Turn> _waiting = new();
    private readonly Dictionary<string, OfConnection> _ofConnections = new(StringComparer.Ordinal);
    private int _inFlight;
    private long _bytes;
    private int _waitingOfOwn;

    /// <summary>Replays that have their turn.</summary>
    public int InFlight
    {
        get
        {
            lock (_changing)
                return _inFlight;
        }
    }

    /// <summary>Replays that wait for theirs: of all others, or of those of their own connection.</summary>
    public int Waiting
    {
        get
        {
            lock (_changing)
                return _waiting.Count + _waitingOfOwn;
        }
    }

    /// <summary>Bytes that the turns hold, or may come to hold.</summary>
    public long BytesHeld
    {
        get
        {
            lock (_changing)
                return _bytes;
        }
    }

    /// <summary>Waits for a turn; it is over when it is disposed of.</summary>
    /// <param name="connectionId">For whose client.</param>
    /// <param name="bytes">That the page may have.</param>
    public Task<Turn> TakeAsync(string connectionId, int bytes)
    {
        lock (_changing)
        {
            if (!_ofConnections.TryGetValue(connectionId, out var own))
                _ofConnections[connectionId] = own = new OfConnection(connectionId);
            var turn = new Turn(this, own, bytes);
            if (own.Waiting.Count == 0 && FitsOwn(own, bytes))
            {
                Ask(turn);
            }
            else
            {
                own.Waiting.Enqueue(turn);
                _waitingOfOwn++;
                metrics.ReplaysWaitingChanged(+1);
            }

            return turn.Ready;
        }
    }

    /// <summary>One alone always fits.</summary>
    private bool Fits(long bytes) => _inFlight == 0 || (_inFlight < limits.Value.Replays && _bytes + bytes <= limits.Value.ReplayBytes);

    /// <inheritdoc cref="Fits" />
    private bool FitsOwn(OfConnection own, long bytes) => own.Asked == 0
        || (IsWithin(own.Asked + 1, limits.Value.ReplaysPerConnection)
            && IsWithin(own.Bytes + bytes, limits.Value.ReplayBytesPerConnection));

    private static bool IsWithin(long number, long limit) => limit == 0 || number <= limit;

    /// <summary>Its connection may have it: now all others count.</summary>
    private void Ask(Turn turn)
    {
        turn.Own.Asked++;
        turn.Own.Bytes += turn.Bytes;
        if (_waiting.Count == 0 && Fits(turn.Bytes))
        {
            Admit(turn);
            return;
        }

        _waiting.Enqueue(turn);
        metrics.ReplaysWaitingChanged(+1);
    }

    private void Admit(Turn turn)
    {
        _inFlight++;
        _bytes += turn.Bytes;
        metrics.ReplaysChanged(+1);
        turn.Begin();
    }

    private void Change(OfConnection own, long bytes, bool isOver)
    {
        lock (_changing)
        {
            _bytes += bytes;
            own.Bytes += bytes;
            if (isOver)
            {
                _inFlight--;
                own.Asked--;
                metrics.ReplaysChanged(-1);
            }

            while (own.Waiting.TryPeek(out var next) && FitsOwn(own, next.Bytes))
            {
                own.Waiting.Dequeue();
                _waitingOfOwn--;
                metrics.ReplaysWaitingChanged(-1);
                Ask(next);
            }

            if (own.Asked == 0)
                _ofConnections.Remove(own.ConnectionId);
            while (_waiting.TryPeek(out var next) && Fits(next.Bytes))
            {
                _waiting.Dequeue();
                metrics.ReplaysWaitingChanged(-1);
                Admit(next);
            }
        }
    }

    internal sealed class Turn(ReplayTurns turns, OfConnection own, long bytes) : IDisposable
    {
        private readonly TaskCompletionSource<Turn> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public OfConnection Own => own;

        public long Bytes { get; private set; } = bytes;

        public Task<Turn> Ready => _ready.Task;

        public void Begin() => _ready.SetResult(this);

        /// <summary>The page is read, and has only so much.</summary>
        public void Keep(long read)
        {
            var change = read - Bytes;
            Bytes = read;
            turns.Change(own, change, isOver: false);
        }

        public void Dispose() => turns.Change(own, -Bytes, isOver: true);
    }

    /// <summary>What one connection has, and those of its replays that wait for each other.</summary>
    internal sealed class OfConnection(string connectionId)
    {
        public string ConnectionId => connectionId;

        public Queue<Turn> Waiting { get; } = new();

        /// <summary>Replays that have their turn, or wait for all others.</summary>
        public int Asked { get; set; }

        public long Bytes { get; set; }
    }
}
