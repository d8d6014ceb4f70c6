namespace Roadmap.Hubs.FanOut;

/// <summary>
/// One batch on its way to the members of a group, lane by lane. Whoever has nothing to do takes the next lane: threads of the pool, and
/// the one that started it. So it is done as soon as ever one thread alone would be, also when the pool is busy.
/// </summary>
internal sealed class HandOut(MessageBatch batch, IReadOnlyList<IReadOnlyCollection<ConnectionOutbox>> lanes) : IThreadPoolWorkItem
{
    // The last to finish a lane goes on with what waits for all: no other thread has to wake up for it.
    private readonly TaskCompletionSource _done = new();
    private int _taken = -1;
    private int _left = lanes.Count;
    private Exception? _fault;

    /// <summary>Done when every member has the batch.</summary>
    /// <param name="threads">How many are to work on it, with this one.</param>
    public Task RunAsync(int threads)
    {
        for (var i = 1; i < threads; i++)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Execute();
        return _done.Task;
    }

    public void Execute()
    {
        while (Interlocked.Increment(ref _taken) is var lane && lane < lanes.Count)
        {
            HandTo(lanes[lane]);
            if (Interlocked.Decrement(ref _left) > 0)
                continue;
            if (_fault is { } fault)
                _done.SetException(fault);
            else
                _done.SetResult();
        }
    }

    private void HandTo(IReadOnlyCollection<ConnectionOutbox> members)
    {
        try
        {
            foreach (var outbox in members)
                outbox.Enqueue(batch);
        }
#pragma warning disable CA1031 // It is the fault of whoever sends the batch, as it would be with one lane: they get it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _fault = e;
        }
    }
}
