using System.Threading.Channels;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Running;

/// <summary>
/// Tells of a command as a task. The command never waits for it: of many progresses the last one is told, a few times a second, and while
/// the server is away it is tried again. All that it says to people it says once.
/// </summary>
internal sealed class TaskReport : IAsyncDisposable
{
    public const string Step = "running";

    private const int LeaseSeconds = 120;
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_away = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_endPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(10);

    private static readonly TaskReporterOptions s_options = TaskReporterOptions.Default with
    {
        MaxDelay = TimeSpan.FromMilliseconds(20),
        // By heartbeats it is known that somebody cancels the task.
        Heartbeat = TimeSpan.FromSeconds(2),
        FlushTimeout = TimeSpan.FromSeconds(1),
    };

    private readonly RoadmapClient _client;
    private readonly CreateTaskBody _task;
    private readonly Channel<bool> _news =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _cancelRequested = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _run;
    private OutputProgress? _latest;
    private Func<TaskReporter, CancellationToken, Task>? _end;

    /// <param name="client">Of the server that is told.</param>
    /// <param name="task">The task that is made, with its id.</param>
    public TaskReport(RoadmapClient client, CreateTaskBody task)
    {
        (_client, _task) = (client, task with { LeaseSeconds = LeaseSeconds });
        _run = RunAsync(_stopping.Token);
    }

    /// <summary>Fires when somebody cancels the task.</summary>
    public CancellationToken CancelRequested => _cancelRequested.Token;

    /// <summary>How far the command is. It waits for nothing.</summary>
    public void Progress(OutputProgress progress)
    {
        Volatile.Write(ref _latest, progress);
        _news.Writer.TryWrite(true);
    }

    /// <summary>Tells of the end, and waits until the server has it; but not for long.</summary>
    public async Task EndAsync(Func<TaskReporter, CancellationToken, Task> end)
    {
        Volatile.Write(ref _end, end);
        _news.Writer.TryWrite(true);
        try
        {
            await _run.WaitAsync(s_endPatience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            Output.Remark($"the end of task {_task.TaskId} could not be told: the server cannot be reached");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _run;
        _stopping.Dispose();
        _cancelRequested.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(cancellationToken);
            await using var reporter = _client.CreateReporter(_task.TaskId!, s_options);
            // The answer to the end may say so too, when nobody has asked.
            using var cancelling = reporter.CancelRequested.Register(() =>
            {
                if (Volatile.Read(ref _end) is null)
                    _cancelRequested.Cancel();
            });
            await reporter.ProgressAsync(Step, percentage: 0, cancellationToken: cancellationToken);
            await FlushAsync(reporter, cancellationToken);
            while (true)
            {
                await _news.Reader.ReadAsync(cancellationToken);
                if (Interlocked.Exchange(ref _latest, null) is { } progress)
                    await reporter.ProgressAsync(Step, progress.Percentage, progress.Message, cancellationToken);
                if (Volatile.Read(ref _end) is { } end)
                {
                    await end(reporter, cancellationToken);
                    return;
                }

                await FlushAsync(reporter, cancellationToken);
                await Task.Delay(s_pace, TimeProvider.System, cancellationToken);
            }
        }
        catch (RoadmapException e)
        {
            Output.Remark($"nothing more is told of task {_task.TaskId}: {Failure.Describe(e)}");
        }
        catch (OperationCanceledException)
        {
            // The command has ended, and the server was away for too long.
        }
    }

    /// <summary>Until the server has made the task.</summary>
    /// <exception cref="RoadmapException">It never will.</exception>
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromMilliseconds(500);
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await _client.CreateTaskAsync(_task, cancellationToken);
                if (!isFirst)
                    Output.Remark($"the server is there; the command is task {_task.TaskId}");
                return;
            }
            catch (RoadmapException e) when (!e.IsFinal)
            {
                if (isFirst)
                    Output.Remark($"the command runs, but nobody can watch it yet: {Failure.Describe(e)}");
            }

            await Task.Delay(delay, TimeProvider.System, cancellationToken);
            delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay;
        }
    }

    private static async Task FlushAsync(TaskReporter reporter, CancellationToken cancellationToken)
    {
        var flushed = reporter.FlushAsync(cancellationToken);
        try
        {
            await flushed.WaitAsync(s_away, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            Output.Remark("the server is away; the command goes on");
            await flushed;
            Output.Remark("the server is back");
        }
    }
}
