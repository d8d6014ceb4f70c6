using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog;

/// <summary>A log whose appends are counted, timed and traced, whoever asks for them.</summary>
internal sealed class MeteredTaskEventLog<TLog>(TLog log, ApiMetrics metrics, TimeProvider time) : ITaskEventLog
    where TLog : ITaskEventLog
{
    public Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken) => log.CreateAsync(task, cancellationToken);

    public async Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken)
    {
        using var span = ApiTraces.Append(append.TaskId, append.Events.Count);
        var began = time.GetTimestamp();
        try
        {
            var result = await log.AppendAsync(span is { Recorded: true } ? append with { Trace = span.Id } : append, cancellationToken);
            metrics.Appended((result as AppendResult.Appended)?.Accepted, time.GetElapsedTime(began));
            return result;
        }
        catch (Exception e)
        {
            if (e is LogUnavailableException)
                metrics.AppendFailed(time.GetElapsedTime(began));
            span.Failed(e);
            throw;
        }
    }

    public Task CheckAsync(CancellationToken cancellationToken) => log.CheckAsync(cancellationToken);

    public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) =>
        log.ReadAsync(taskId, afterSeq, limit, bytes, cancellationToken);

    public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) =>
        log.ReadHeadsAsync(taskIds, cancellationToken);
}
