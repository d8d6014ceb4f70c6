using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Tasks;

/// <summary>Ends the tasks of workers that went silent, in one <c>failed</c> each, however many instances watch.</summary>
internal sealed class LeaseWatch(ITaskEventLog log, ITaskIndex index, TimeProvider time, ILogger<LeaseWatch> logger) : BackgroundService
{
    private const int TasksPerLook = 100;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Outage _outage = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.EveryAsync(s_period, time, logger, LookAsync, stoppingToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var taskId in await index.FindExpiredLeasesAsync(TasksPerLook, cancellationToken))
                await TryEndAsync(taskId, cancellationToken);
            if (_outage.Ends())
                logger.LeaseWatchBack();
        }
        catch (LogUnavailableException exception)
        {
            if (_outage.Begins())
                logger.LeaseWatchFailed(exception.Message, s_period);
        }
    }

    private async Task TryEndAsync(string taskId, CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync(taskId, cancellationToken);
        }
#pragma warning disable CA1031 // One task that cannot be ended must not keep the others from it.
        catch (Exception e) when (e is not LogUnavailableException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.LeaseNotEnded(e, taskId);
        }
    }

    private async Task EndAsync(string taskId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var append = new TaskAppend { TaskId = taskId, Decide = (facts, _) => Decide(facts, now) };
        if (await log.AppendAsync(append, cancellationToken) is AppendResult.Appended { Accepted: > 0 })
            logger.LeaseExpired(taskId);
    }

    /// <summary>
    /// A report may have come, or another instance may have ended the task, since it was looked up: then there is nothing to store.
    /// </summary>
    internal static Decision Decide(
        TaskFacts facts, DateTimeOffset now) => new Decision.Accepted(facts is { LeaseExpired: true, State.HasEnded: false }
        ? [new ReportedEvent(new FailedEvent
        {
            Error = "The worker went silent: no report came before its lease passed.",
            Step = facts.State.CurrentStep,
            Message = "The worker went silent",
            MessageKey = MessageKeys.WorkerSilent,
            Timestamp = now,
        })]
        : []);
}
