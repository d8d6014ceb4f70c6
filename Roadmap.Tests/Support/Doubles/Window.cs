using System.Collections.Concurrent;

namespace Roadmap.Tests.Support;

/// <summary>A thread that does one thing after the other, as that of a window does.</summary>
internal sealed class Window : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public Window()
    {
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public int ThreadId => _thread.ManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!_work.IsAddingCompleted)
            _work.Add(() => d(state));
    }

    public async Task<T> CallAsync<T>(Func<T> call)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() => result.SetResult(call()));
        return await result.Task.InTime();
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    private void Run()
    {
        SetSynchronizationContext(this);
        foreach (var work in _work.GetConsumingEnumerable())
            work();
    }
}
