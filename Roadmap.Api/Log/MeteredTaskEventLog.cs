using Roadmap.Contracts;
using Roadmap.Hubs.Log;

namespace Roadmap.Api.Log;

/// <summary>A log whose appends are counted and timed, whoever asks for them.</summary>
internal sealed class MeteredTaskEventLog<TLog>(TLog log, ApiMetrics metrics, TimeProvider time) : ITaskEventLog
    where TLog : ITaskEventLog
{
    public Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken) => log.CreateAsync(task, cancellationToken);

    public async Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var result = await log.AppendAsync(append, cancellationToken);
            metrics.Appended(result, time.GetElapsedTime(began));
            return result;
        }
        catch (LogUnavailableException)
        {
            metrics.AppendFailed(time.GetElapsedTime(began));
            throw;
        }
    }

    public Task CheckAsync(CancellationToken cancellationToken) => log.CheckAsync(cancellationToken);

    public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) =>
        log.ReadAsync(taskId, afterSeq, limit, bytes, cancellationToken);

    public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) =>
        log.ReadHeadsAsync(taskIds, cancellationToken);
}
