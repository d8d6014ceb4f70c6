using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Generation.Running;

/// <summary>Tells the worker that the server is about to stop, and waits until it has given back everything that it held.</summary>
internal sealed class GenerationDraining(WorkSignal signal) : IDraining
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasBegun;

    public bool HasBegun => _hasBegun;

    /// <summary>The worker holds nothing any more.</summary>
    public void Done() => _done.TrySetResult();

    /// <summary>Needs no period: waiting instances look for generations at their own pace.</summary>
    public Task DrainAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        _hasBegun = true;
        signal.Signal();
        return _done.Task.WaitAsync(cancellationToken);
    }
}
