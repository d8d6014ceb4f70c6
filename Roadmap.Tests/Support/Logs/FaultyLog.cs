using Roadmap.Api.EventLog;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Tests.Support;

/// <summary>A real log whose answers get lost when a test says so.</summary>
internal sealed class FaultyLog(ITaskEventLog log, FaultScript script) : ITaskEventLog
{
    public Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken) => log.CreateAsync(task, cancellationToken);

    public async Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken)
    {
        if (append.Workflow is null)
            return await log.AppendAsync(append, cancellationToken);

        if (script.LosesRequest())
            throw new LogUnavailableException("the request was lost");
        var result = await log.AppendAsync(append, cancellationToken);
        return script.LosesReply() ? throw new LogUnavailableException("the reply was lost") : result;
    }

    public Task CheckAsync(CancellationToken cancellationToken) => log.CheckAsync(cancellationToken);

    public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) =>
        log.ReadAsync(taskId, afterSeq, limit, bytes, cancellationToken);

    public Task<IReadOnlyDictionary<string, Roadmap.Contracts.Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) =>
        log.ReadHeadsAsync(taskIds, cancellationToken);
}

/// <summary>Which of the workflow's reports meet with trouble.</summary>
internal sealed class FaultScript
{
    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;
    private int _stored;

    /// <summary>
    /// Nothing that the workflow reports after its report of this number is stored, and that one's reply is lost: the server is as good as
    /// dead.
    /// </summary>
    public int? DiesAfter { get; init; }

    /// <summary>Every so many requests one is lost, and the reply of the next one.</summary>
    public int? LosesEvery { get; init; }

    public Task Dead => _dead.Task;

    public int Stored => Volatile.Read(ref _stored);

    public bool LosesRequest() => _dead.Task.IsCompleted || (LosesEvery is { } every && Interlocked.Increment(ref _requests) % every == 1);

    public bool LosesReply()
    {
        if (Interlocked.Increment(ref _stored) == DiesAfter)
            _dead.TrySetResult();
        return _dead.Task.IsCompleted || (LosesEvery is { } every && Volatile.Read(ref _requests) % every == 2);
    }
}
