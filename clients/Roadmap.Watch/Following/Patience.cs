using Roadmap.Client;

namespace Roadmap.Watch.Following;

/// <summary>
/// When to stop trying to reach the server. Whoever was never connected gives up at the first failure: most likely the address is wrong, or
/// the server is not running, and somebody waits to hear that.
/// </summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan _retryFor;
    private readonly CancellationTokenSource _over;
    private readonly ITimer _timer;
    private RoadmapException? _error;
    private bool _wasConnected;
    private bool _isWaiting;

    public Patience(TimeSpan retryFor, TimeProvider time, CancellationToken cancellationToken)
    {
        _retryFor = retryFor;
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = time.CreateTimer(_ => _over.Cancel(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Fires when patience is over.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Why, when it is for the server.</summary>
    public RoadmapException? Error => _over.IsCancellationRequested ? _error : null;

    public void Note(TaskWatchState state)
    {
        switch (state.Phase)
        {
            case TaskWatchPhase.CatchingUp or TaskWatchPhase.Live or TaskWatchPhase.Ended:
                (_error, _wasConnected, _isWaiting) = (null, true, false);
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                break;
            case TaskWatchPhase.Waiting when !_wasConnected:
                _error = state.Error;
                _over.Cancel();
                break;
            case TaskWatchPhase.Waiting:
                _error = state.Error;
                if (!_isWaiting)
                    _timer.Change(_retryFor, Timeout.InfiniteTimeSpan);
                _isWaiting = true;
                break;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _over.Dispose();
    }
}
