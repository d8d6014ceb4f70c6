using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Hubs.Push;

namespace Roadmap.Hubs.LiveList;

/// <summary>Makes known what has changed, as it becomes due, and every ten seconds how much that was. Nothing that appends or delivers events waits for it.</summary>
internal sealed class LiveListService(TaskChanges changes, ListCounts counts, IMediator mediator, TimeProvider time, ILogger<LiveListService> logger) : BackgroundService
{
    public static readonly TimeSpan BeatPeriod = TimeSpan.FromSeconds(10);

    /// <summary>Tasks that are told together.</summary>
    private const int AtOnce = 256;

    /// <summary>A task that has rested is told within this time: waking for each by itself would cost more than it gives.</summary>
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromMilliseconds(25);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(
            TellAsync(stoppingToken),
            PeriodicWork.EveryAsync(BeatPeriod, time, logger, _ => mediator.Publish(new ListBeatsDue(counts.Beats()), CancellationToken.None), stoppingToken));
        await PublishAsync(changes.TakeAll());
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => changes.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (await changes.WaitAsync(stoppingToken))
            {
                await PublishAsync(changes.Take(AtOnce, out var again));
                if (again == TimeSpan.Zero)
                    changes.Wake();
                else if (again is { } wait)
                    timer.Change(wait > s_shortestWait ? wait : s_shortestWait, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task PublishAsync(List<TaskChange> due)
    {
        if (due.Count == 0)
            return;
        try
        {
            await mediator.Publish(new TasksChanged(due), CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever it is, the next changes may do better, and the beat tells of these.
        catch (Exception e)
#pragma warning restore CA1031
        {
            HubsLog.ListPushFailed(logger, e, due.Count);
        }
    }
}
