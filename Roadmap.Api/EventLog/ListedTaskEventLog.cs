using Roadmap.Api.EventLog.Runs;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.LiveList;

namespace Roadmap.Api.EventLog;

/// <summary>
/// A log that tells this instance what has changed, whoever changed it: the live list of tasks, and who knows what tasks take. The answer
/// waits for nothing of it.
/// </summary>
internal sealed class ListedTaskEventLog<TLog>(TLog log, ITaskChanges changes, KnownRuns runs) : ITaskEventLog
    where TLog : ITaskEventLog
{
    public async Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken)
    {
        var result = await log.CreateAsync(task, cancellationToken);
        if (result is CreateResult.Created { State: var state })
            changes.Tell(before: null, state);
        return result;
    }

    public async Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken)
    {
        var result = await log.AppendAsync(append, cancellationToken);
        if (result is AppendResult.Appended { Before: var before, State: var state } && state.Seq > before.Seq)
        {
            changes.Tell(before, state);
            if (state.Status == TaskRunStatus.Completed && !before.HasEnded)
                runs.Completed(state);
        }

        return result;
    }

    public Task CheckAsync(CancellationToken cancellationToken) => log.CheckAsync(cancellationToken);

    public Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken) =>
        log.ReadAsync(taskId, afterSeq, limit, bytes, cancellationToken);

    public Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken) =>
        log.ReadHeadsAsync(taskIds, cancellationToken);
}
