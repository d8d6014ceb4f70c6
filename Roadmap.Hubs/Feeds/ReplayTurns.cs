using Microsoft.Extensions.Options;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// How many replays hold a part of a log for their clients at a time, and how many bytes of it together. The others wait, in the order in
/// which they came. A turn lasts for one page, until its client has taken it: so one that dawdles does not keep the others from theirs for
/// its whole replay.
/// </summary>
internal sealed class ReplayTurns(IOptions<LimitsOptions> limits, HubsMetrics metrics)
{
    private readonly Lock _changing = new();
    private readonly Queue<(int Bytes, TaskCompletionSource<Turn> Ready)> _waiting = new();
    private int _inFlight;
    private long _bytes;

    /// <summary>Replays that have their turn.</summary>
    public int InFlight
    {
        get
        {
            lock (_changing)
                return _inFlight;
        }
    }

    /// <summary>Replays that wait for theirs.</summary>
    public int Waiting
    {
        get
        {
            lock (_changing)
                return _waiting.Count;
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
    /// <param name="bytes">That the page may have.</param>
    public Task<Turn> TakeAsync(int bytes)
    {
        lock (_changing)
        {
            if (_waiting.Count == 0 && Fits(bytes))
                return Task.FromResult(Admit(bytes));
            var ready = new TaskCompletionSource<Turn>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((bytes, ready));
            metrics.ReplaysWaitingChanged(+1);
            return ready.Task;
        }
    }

    /// <summary>One alone always fits.</summary>
    private bool Fits(int bytes) => _inFlight == 0 || (_inFlight < limits.Value.Replays && _bytes + bytes <= limits.Value.ReplayBytes);

    private Turn Admit(int bytes)
    {
        _inFlight++;
        _bytes += bytes;
        metrics.ReplaysChanged(+1);
        return new Turn(this, bytes);
    }

    private void Change(long bytes, bool isOver)
    {
        lock (_changing)
        {
            _bytes += bytes;
            if (isOver)
            {
                _inFlight--;
                metrics.ReplaysChanged(-1);
            }

            while (_waiting.TryPeek(out var next) && Fits(next.Bytes))
            {
                _waiting.Dequeue();
                metrics.ReplaysWaitingChanged(-1);
                next.Ready.SetResult(Admit(next.Bytes));
            }
        }
    }

    internal sealed class Turn(ReplayTurns turns, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        /// <summary>The page is read, and has only so much.</summary>
        public void Keep(long read)
        {
            turns.Change(read - _bytes, isOver: false);
            _bytes = read;
        }

        public void Dispose() => turns.Change(-_bytes, isOver: true);
    }
}
