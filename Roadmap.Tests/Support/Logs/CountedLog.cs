using System.Collections.Concurrent;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Tests.Support;

/// <summary>A real log that notes what is asked of it of each task.</summary>
internal sealed class CountedLog(ITaskEventLog log) : ITaskEventLog
{
    private readonly ConcurrentQueue<(string TaskId, string Call)> _calls = new();

    /// <summary>In their order.</summary>
    public IEnumerable<string> Of(string taskId) => _calls.Where(call => call.TaskId == taskId).Select(call => call.Call);

    public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        _calls.Enqueue((taskId, $"read after {afterSeq}, {limit}"));
        return log.ReadAsync(taskId, afterSeq, limit, bytes, cancellationToken);
    }

    public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) => log.ReadHeadsAsync(taskIds, cancellationToken);

    public Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken) => log.CreateAsync(task, cancellationToken);

    public Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken)
    {
        _calls.Enqueue((append.TaskId, "append"));
        return log.AppendAsync(append, cancellationToken);
    }

    public Task CheckAsync(CancellationToken cancellationToken) => log.CheckAsync(cancellationToken);
}
