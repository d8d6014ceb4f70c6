namespace Roadmap.Api.EventLog.Sqlite.Writing;

/// <summary>One caller's wish in the writer's queue.</summary>
internal abstract class WriteOperation
{
    /// <summary>What it costs, about; bounds a group.</summary>
    public abstract int Weight { get; }

    /// <summary>Whether the caller has left before it began.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Runs within the group's transaction. May run again, in another transaction, when this one is rolled back.</summary>
    public abstract void Run(WriteTransaction transaction);

    /// <summary>The transaction is committed: the caller gets what the last run returned.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class WriteOperation<T>(Func<WriteTransaction, T> run, int weight, CancellationToken cancellationToken) : WriteOperation
{
    // Callers go on elsewhere: the writer's thread is for writing.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public override int Weight => weight;

    public override bool IsAbandoned => cancellationToken.IsCancellationRequested;

    public Task<T> Completion => _completion.Task;

    public override void Run(WriteTransaction transaction) => _result = run(transaction);

    public override void Complete() => _completion.TrySetResult(_result);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
