using Roadmap.Api.EventLog;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Tests.Support;

/// <summary>A real log that does not answer while a test says so.</summary>
internal sealed class AbsentLog(ITaskEventLog log) : ITaskEventLog
{
    private int _asked;

    public bool IsAway { get; set; }

    /// <summary>Appends that were asked for while it was away.</summary>
    public int AskedInVain => Volatile.Read(ref _asked);

    public Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken) => log.CreateAsync(task, cancellationToken);

    public Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken)
    {
        if (!IsAway)
            return log.AppendAsync(append, cancellationToken);
        Interlocked.Increment(ref _asked);
        throw new LogUnavailableException("it is away");
    }

    public Task CheckAsync(CancellationToken cancellationToken) => log.CheckAsync(cancellationToken);

    public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) =>
        log.ReadAsync(taskId, afterSeq, limit, bytes, cancellationToken);

    public Task<IReadOnlyDictionary<string, Roadmap.Contracts.Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) =>
        log.ReadHeadsAsync(taskIds, cancellationToken);
}
