using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>
/// Streams that wait for a task that is not there yet, since its worker is about to publish its first event. Whoever makes the task here
/// says so; one look at the log a second finds those that others made. An id that never comes costs no more than its place in that look,
/// and places are bounded.
/// </summary>
internal sealed class UnknownTasks(
    ITaskLogReader log, HubsMetrics metrics, IOptions<UnknownTaskOptions> options, TimeProvider time, ILogger<UnknownTasks> logger)
        : BackgroundService, ITaskArrivals
{
    /// <summary>Streams that may wait at once; one more is refused as if there were no waiting.</summary>
    public const int MostAtOnce = 1_000;

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);

    private readonly Outage _outage = new();
    private readonly Lock _changing = new();
    private readonly Dictionary<string, List<AwaitedTask>> _awaited = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Lets a stream wait; null when it may not, or too many do.</summary>
    /// <param name="taskId">Of the task that is not there.</param>
    /// <param name="gone">The stream's client has gone.</param>
    public AwaitedTask? TryWait(string taskId, CancellationToken gone)
    {
        if (options.Value.Limit <= TimeSpan.Zero)
            return null;
        var awaited = new AwaitedTask(taskId, time);
        lock (_changing)
        {
            if (_count >= MostAtOnce)
            {
                metrics.UnknownTaskAwaited(AwaitedOutcome.TooMany);
                return null;
            }

            _count++;
            if (!_awaited.TryGetValue(taskId, out var others))
                _awaited[taskId] = others = [];
            others.Add(awaited);
        }

        awaited.EndWhen(() => End([awaited], AwaitedOutcome.ClientGone), gone);
        return awaited;
    }

    /// <inheritdoc/>
    public void Came(string taskId) => End(Of(taskId), AwaitedOutcome.Came);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.EveryAsync(s_lookEvery, time, logger, LookAsync, stoppingToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        IReadOnlyCollection<string> taskIds;
        List<AwaitedTask> overdue;
        lock (_changing)
        {
            taskIds = [.. _awaited.Keys];
            overdue = [.. _awaited.Values.SelectMany(each => each).Where(each => time.GetElapsedTime(each.Began) >= options.Value.Limit)];
        }

        if (taskIds.Count == 0)
            return;
        try
        {
            foreach (var taskId in (await log.ReadHeadsAsync(taskIds, cancellationToken)).Keys)
                Came(taskId);
            if (_outage.Ends())
                logger.FeedCheckBack();
        }
        catch (LogUnavailableException e)
        {
            if (_outage.Begins())
                logger.FeedCheckFailed(e.Message);
        }

        End(overdue, AwaitedOutcome.TimedOut);
    }

    private List<AwaitedTask> Of(string taskId)
    {
        lock (_changing)
            return _awaited.TryGetValue(taskId, out var awaited) ? [.. awaited] : [];
    }

    private void End(List<AwaitedTask> all, AwaitedOutcome outcome)
    {
        foreach (var awaited in all)
        {
            lock (_changing)
            {
                if (!_awaited.TryGetValue(awaited.TaskId, out var others) || !others.Remove(awaited))
                    continue;
                _count--;
                if (others.Count == 0)
                    _awaited.Remove(awaited.TaskId);
            }

            metrics.UnknownTaskAwaited(outcome);
            awaited.End(outcome);
        }
    }
}

/// <summary>One stream's wait for a task that is not there yet, and what it is told of it meanwhile.</summary>
internal sealed class AwaitedTask(string taskId, TimeProvider time)
{
    private readonly TaskCompletionSource<AwaitedOutcome> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _leaving;

    public string TaskId => taskId;

    public long Began { get; } = time.GetTimestamp();

    public Task<AwaitedOutcome> Over => _over.Task;

    public ConnectedMessage Connected { get; } = new()
    {
        TaskId = taskId,
        Message = "There is no such task yet. You are waiting for its first event.",
        Position = AwaitedPosition.Before,
    };

    /// <summary>As the task will be when it is made.</summary>
    public TaskSnapshot Snapshot { get; } = new()
    {
        TaskId = taskId,
        Kind = TaskKinds.RoadmapGeneration,
        Status = TaskRunStatus.Pending,
        CurrentStep = TaskSteps.Queued,
        Attempt = 1,
        Percentage = 0,
        Concepts = new ConceptCounts { Total = 0, Completed = 0, Failed = 0 },
        CreatedAt = time.GetUtcNow(),
        UpdatedAt = time.GetUtcNow(),
        Seq = AwaitedPosition.Before.Seq,
        Epoch = AwaitedPosition.Before.Epoch,
        OldestSeq = 1,
    };

    public void EndWhen(Action end, CancellationToken gone) => _leaving = gone.Register(end);

    public void End(AwaitedOutcome outcome)
    {
        _over.TrySetResult(outcome);
        // Whoever ends it may be the client's going itself.
        _leaving.Unregister();
    }
}
