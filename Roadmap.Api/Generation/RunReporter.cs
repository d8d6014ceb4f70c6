using MediatR;
using Roadmap.Api.Log;
using Roadmap.Api.Reporting;
using Roadmap.Contracts;
using Roadmap.Hubs.Log;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Generation;

/// <summary>
/// How one run of the workflow speaks to the log. Every event has an id that says what it tells of, so that telling it again, after a restart or
/// when the log did not answer, stores nothing twice.
/// </summary>
internal sealed class RunReporter(IMediator mediator, GenerationRun run, TaskState state, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(2);

    private readonly Lock _knowing = new();
    private readonly int _attempt = state.Attempt;
    private TaskState _state = state;

    /// <summary>The task as this run knows it, after its own last report.</summary>
    public TaskState State
    {
        get
        {
            lock (_knowing)
                return _state;
        }
    }

    /// <summary>Stores events, and what else comes along, in one act.</summary>
    /// <param name="events">Each with a name that is its own within the attempt.</param>
    /// <exception cref="RunOverException">The log refuses what this run brings. Nothing was stored.</exception>
    public async Task ReportAsync(
        IEnumerable<(string Name, TaskEvent Event)> events,
        WorkflowCheckpoint? checkpoint = null,
        RoadmapDocument? roadmap = null,
        IReadOnlyDictionary<string, ConceptContent>? content = null)
    {
        var now = time.GetUtcNow();
        var report = new ReportTaskEvents
        {
            TaskId = run.TaskId,
            Events = [.. events.Select(each => new ReportedEvent(each.Event with { Timestamp = now }, $"{_attempt}-{each.Name}", _attempt))],
            Workflow = new WorkflowWrite(run.Number, checkpoint?.ToJson(), roadmap, content),
        };

        switch (await AskAsync(cancellationToken => mediator.Send(report, cancellationToken)))
        {
            case AppendResult.Appended appended:
                Remember(appended.State);
                run.Notice(appended.State.PendingCommand);
                break;
            case AppendResult.Refused { Code: ErrorCodes.Conflict } refused:
                throw new RunOverException(refused.Message);
            case AppendResult.Refused refused:
                throw new InvalidOperationException($"The log refused the workflow's own report: {refused.Message} {string.Join(' ', refused.Errors?.Select(e => $"{e.Path} {e.Message}") ?? [])}");
            case AppendResult.StaleRun:
                throw new RunOverException("another run has the task");
            case AppendResult.NotFound:
                throw new RunOverException("the task is gone");
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

    // Reports of concepts that are made at the same time may come back in another order than the log's.
    private void Remember(TaskState latest)
    {
        lock (_knowing)
        {
            if (latest.Seq >= _state.Seq || latest.Epoch != _state.Epoch)
                _state = latest;
        }
    }
}
