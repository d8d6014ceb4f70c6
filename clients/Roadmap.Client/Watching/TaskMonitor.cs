using Roadmap.Contracts;

namespace Roadmap.Client;

/// <summary>
/// A watch as events, for programs with windows: all are raised on the context that the monitor was made on, such as that of WPF, WinForms
/// or Avalonia, and on a thread of the pool where there is none.
/// </summary>
public sealed class TaskMonitor : IAsyncDisposable
{
    private readonly SynchronizationContext? _context = SynchronizationContext.Current;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskWatch _watch;
    private Task _run = Task.CompletedTask;
    private bool _isStarted;

    internal TaskMonitor(TaskWatch watch) => _watch = watch;

    /// <summary>The task as it is now, after every change.</summary>
    public event EventHandler<TaskSnapshot>? Changed;

    /// <summary>Every event, once and in order.</summary>
    public event EventHandler<TaskEvent>? EventReceived;

    /// <summary>Where the connection stands.</summary>
    public event EventHandler<TaskWatchState>? StateChanged;

    /// <summary>The task has ended: nothing more comes.</summary>
    public event EventHandler<TaskSnapshot>? Ended;

    /// <summary>The task cannot be watched: nothing more comes.</summary>
    public event EventHandler<RoadmapException>? Failed;

    /// <summary>Begins to watch. Subscribe to the events before.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        if (_isStarted)
            throw new InvalidOperationException("A monitor is started once.");
        _isStarted = true;
        _watch.StateChanged += (_, state) => Post(() => StateChanged?.Invoke(this, state));
        _run = Task.Run(RunAsync);
    }

    /// <summary>Stops; nothing is raised after it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var message in _watch.WithCancellation(_stopping.Token).ConfigureAwait(false))
            {
                if (message is TaskEvent happened)
                    Post(() => EventReceived?.Invoke(this, happened));
                if (_watch.Snapshot is { } snapshot)
                    Post(() => Changed?.Invoke(this, snapshot));
            }

            if (_watch.Snapshot is { } end)
                Post(() => Ended?.Invoke(this, end));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (RoadmapException e)
        {
            Post(() => Failed?.Invoke(this, e));
        }
    }

    private void Post(Action raise)
    {
        if (_context is null)
            raise();
        else
            _context.Post(_ => { if (!_stopping.IsCancellationRequested) raise(); }, state: null);
    }
}
