using Roadmap.Api.EventLog;
using Roadmap.Api.Generation.Recovery;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Running;

/// <summary>One run of a generation, for as long as this instance may work on it.</summary>
internal sealed class GenerationRun : IAsyncDisposable
{
    /// <summary>How long a run holds its task without asking again.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _held;
    private readonly CancellationTokenSource _work;
    private readonly Lock _ending = new();
    private readonly List<Task> _cancellations = [];
    private string? _cancelCommandId;
    private volatile bool _isAskedToStop;
    private bool _isOver;

    public GenerationRun(AcquiredGeneration acquired, RememberedGeneration generation, long acquiredAt, CancellationToken stopping)
    {
        Generation = generation;
        TaskId = acquired.State.TaskId;
        Number = acquired.Run;
        RenewedAt = acquiredAt;
        _held = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _work = CancellationTokenSource.CreateLinkedTokenSource(_held.Token);
        Held = _held.Token;
        Work = _work.Token;
    }

    public string TaskId { get; }

    public int Number { get; }

    /// <summary>What this run knows of its task.</summary>
    public RememberedGeneration Generation { get; }

    /// <summary>Cancelled when the run is over: somebody else may work on the task now, or the server stops.</summary>
    public CancellationToken Held { get; }

    /// <summary>Cancelled with <see cref="Held"/>, and when somebody calls the task off.</summary>
    public CancellationToken Work { get; }

    /// <summary>The timestamp, by the worker's time provider, from which the lease was last asked for.</summary>
    public long RenewedAt { get; set; }

    /// <summary>The command that calls the task off, once it is known.</summary>
    public string? CancelCommandId => Volatile.Read(ref _cancelCommandId);

    /// <summary>The server is about to stop: what is being made is still stored, and then the run is over.</summary>
    public bool IsAskedToStop => _isAskedToStop;

    public void AskToStop() => _isAskedToStop = true;

    /// <exception cref="RunOverException">The run was asked to stop, and everything that it made is stored.</exception>
    public void StopIfAsked()
    {
        if (_isAskedToStop)
            throw new RunOverException("the server is about to stop");
    }

    /// <summary>The lease is lost.</summary>
    public void Lose() => Cancel(_held);

    /// <summary>Looks at a command that is pending; a cancel stops the work.</summary>
    public void Notice(PendingCommand? pending)
    {
        if (pending is { Command: ControlCommand.Cancel })
            CallOff(pending.CommandId);
    }

    /// <summary>Looks at events as they are announced. Does not wait for what it stops.</summary>
    public void Notice(IReadOnlyList<TaskEvent> events)
    {
        foreach (var stored in events)
        {
            if (stored is ControlEvent { Command: ControlCommand.Cancel, Phase: ControlPhase.Requested } cancel)
                CallOff(cancel.CommandId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_ending)
            _isOver = true;
        await Task.WhenAll(_cancellations);
        _work.Dispose();
        _held.Dispose();
    }

    private void CallOff(string commandId)
    {
        if (Interlocked.CompareExchange(ref _cancelCommandId, commandId, null) is null)
            Cancel(_work);
    }

    private void Cancel(CancellationTokenSource source)
    {
        lock (_ending)
        {
            if (!_isOver && !source.IsCancellationRequested)
                _cancellations.Add(source.CancelAsync());
        }
    }
}
