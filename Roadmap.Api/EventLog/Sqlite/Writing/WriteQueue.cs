using Roadmap.Api.EventLog.Turns;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Sqlite.Writing;

/// <summary>
/// What waits for the writer, in turns (<see cref="FairTurns{T}"/>). When it is full, callers wait; and no lane may fill more than a part
/// of it, or nobody else would come in.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing; and callers may come after the end.
internal sealed class WriteQueue
#pragma warning restore CA1001
{
    private const int Length = 1_024;
    private const int LengthPerLane = 64;

    /// <summary>Lanes beyond so many share their room with others.</summary>
    private const int Entrances = 256;

    private readonly SemaphoreSlim _room = new(Length, Length);
    private readonly SemaphoreSlim[] _entrances = [
        .. Enumerable.Range(0, Entrances).Select(_ => new SemaphoreSlim(LengthPerLane, LengthPerLane))
    ];

    /// <summary>The writer sleeps on it: on a semaphore it would spin first, at each pause between two events.</summary>
    private readonly object _changing = new();
    private readonly FairTurns<(WriteOperation Operation, SemaphoreSlim Entrance)> _turns = new();
    private readonly List<(WriteOperation Operation, SemaphoreSlim Entrance)> _taken = [];
    private int _entering;
    private bool _isClosed;

    /// <exception cref="LogUnavailableException">It is closed.</exception>
    public async Task AddAsync(string lane, WriteOperation operation, CancellationToken cancellationToken)
    {
        lock (_changing)
        {
            if (_isClosed)
                throw new LogUnavailableException("The log is closed.");
            _entering++;
        }

        var isIn = false;
        var entrance = _entrances[(uint)string.GetHashCode(lane, StringComparison.Ordinal) % Entrances];
        try
        {
            await EnterAsync(entrance, cancellationToken);
            isIn = true;
        }
        finally
        {
            lock (_changing)
            {
                _entering--;
                if (isIn)
                    _turns.Add(lane, operation.Weight, (operation, entrance));
                Monitor.Pulse(_changing);
            }
        }
    }

    /// <summary>
    /// Waits for those whose turn it is, without those whose callers have left. False when it is closed, and nobody waits. For one thread.
    /// </summary>
    public bool TakeTo(List<WriteOperation> group)
    {
        while (true)
        {
            lock (_changing)
            {
                _turns.TakeTo(_taken);
                while (_taken.Count == 0)
                {
                    if (_entering == 0 && _isClosed)
                        return false;
                    Monitor.Wait(_changing);
                    _turns.TakeTo(_taken);
                }
            }

            foreach (var (operation, entrance) in _taken)
            {
                Leave(entrance);
                if (!operation.IsAbandoned)
                    group.Add(operation);
            }

            _taken.Clear();
            if (group.Count > 0)
                return true;
        }
    }

    /// <summary>Takes nothing new; those who wait are still taken.</summary>
    public void Close()
    {
        lock (_changing)
        {
            _isClosed = true;
            Monitor.Pulse(_changing);
        }
    }

    private async Task EnterAsync(SemaphoreSlim entrance, CancellationToken cancellationToken)
    {
        await entrance.WaitAsync(cancellationToken);
        try
        {
            await _room.WaitAsync(cancellationToken);
        }
        catch
        {
            entrance.Release();
            throw;
        }
    }

    private void Leave(SemaphoreSlim entrance)
    {
        _room.Release();
        entrance.Release();
    }
}
