using MediatR;
using Roadmap.Api.EventLog;
using Roadmap.Api.Generation.Workflow;
using Roadmap.Api.Reporting;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Generation.Running;

/// <summary>
/// How one run of the workflow speaks to the log. Every event has an id that says what it tells of, so that telling it again, after a
/// restart or when the log did not answer, stores nothing twice.
/// </summary>
internal sealed class RunReporter(IMediator mediator, GenerationRun run, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(2);

    private readonly int _attempt = run.Generation.State.Attempt;

    /// <summary>The task as this run knows it, after its own last report.</summary>
    public TaskState State => run.Generation.State;

    /// <summary>
    /// Stores events, and what else comes along, in one act. When the log has lost the task, it is given back first, and the run goes on.
    /// </summary>
    /// <param name="events">Each with a name that is its own within the attempt.</param>
    /// <param name="checkpoint">Where the run goes on after a restart; absent: as before.</param>
    /// <param name="roadmap">The plan, when it is new.</param>
    /// <param name="content">Pieces that are made, by concept.</param>
    /// <exception cref="RunOverException">The log refuses what this run brings. Nothing was stored.</exception>
    public async Task ReportAsync(
        IEnumerable<(string Name, TaskEvent Event)> events,
        WorkflowCheckpoint? checkpoint = null,
        RoadmapDocument? roadmap = null,
        IReadOnlyDictionary<string, ConceptContent>? content = null)
    {
        var now = time.GetUtcNow();
        List<ReportedEvent> named = [
            .. events.Select(each => new ReportedEvent(each.Event with { Timestamp = now }, $"{_attempt}-{each.Name}", _attempt))
        ];
        var write = new WorkflowWrite(run.Number, checkpoint?.ToJson(), roadmap, content);
        while (!await TryReportAsync(new ReportTaskEvents
        {
            TaskId = run.TaskId,
            Caller = Caller.Unrestricted,
            Events = named,
            Workflow = write with { Epoch = State.Epoch },
            Settle = WholeTask.Settle,
        }))
        {
            // It is told to the log that was given back.
        }
    }

    /// <summary>False when the log has lost something and was given it back.</summary>
    private async Task<bool> TryReportAsync(ReportTaskEvents report)
    {
        var result = await AskAsync(cancellationToken => mediator.Send(report, cancellationToken));
        switch (result)
        {
            case AppendResult.Appended appended:
                run.Notice(appended.State.PendingCommand);
                return run.Generation.Learn(appended.State, report.Workflow!);
            case AppendResult.Refused { Code: ErrorCodes.Conflict } refused:
                throw new RunOverException(refused.Message);
            case AppendResult.Refused refused:
                throw new InvalidOperationException($"The log refused the workflow's own report: {refused.Message} "
                    + $"{string.Join(' ', refused.Errors?.Select(e => $"{e.Path} {e.Message}") ?? [])}");
            default:
                if (!await AskAsync(cancellationToken => run.Generation.RestoreAsync(report.Workflow!.Epoch!, cancellationToken)))
                    throw new RunOverException(result is AppendResult.NotFound ? "the task is gone" : "another run has the task");
                return false;
        }
    }

    /// <summary>Asks the log again, with growing delays, until it answers or the run is over.</summary>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask)
    {
        for (var delay = s_firstDelay; ; delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay)
        {
            try
            {
                return await ask(run.Held);
            }
            catch (LogUnavailableException unavailable)
            {
                logger.GenerationLogUnavailable(run.TaskId, unavailable.Message);
                await Task.Delay(delay, time, run.Held);
            }
        }
    }
}
