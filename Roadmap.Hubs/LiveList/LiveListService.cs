using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.LiveList;

/// <summary>
/// Makes known what has changed, as it becomes due, and every ten seconds how much that was. Nothing that appends or delivers events waits
/// for it.
/// </summary>
internal sealed class LiveListService(
    TaskChanges changes, IMediator mediator, TimeProvider time, ILogger<LiveListService> logger) : BackgroundService
{
    public static readonly TimeSpan BeatPeriod = TimeSpan.FromSeconds(10);

    /// <summary>Tasks that are told together.</summary>
    private const int AtOnce = 256;

    /// <summary>A task that has rested is told within this time: waking for each by itself would cost more than it gives.</summary>
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromMilliseconds(25);

    /// <summary>So long the last changes may take when the server stops: a backplane that is away must not hold it up.</summary>
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    /// <summary>What waits when the server stops is told too: its watchers may be on instances that go on.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(
            TellAsync(stoppingToken),
            PeriodicWork.EveryAsync(
                BeatPeriod, time, logger, beating => mediator.Publish(new ListBeatsDue(), beating).WaitAsync(beating), stoppingToken));
        await SayLastWordsAsync().WaitAsync(s_lastWords, time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SayLastWordsAsync()
    {
        await mediator.Publish(new TasksChanged(changes.TakeAll()), CancellationToken.None);
        await mediator.Publish(new ListBeatsDue(), CancellationToken.None);
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => changes.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (await changes.WaitAsync(stoppingToken))
            {
                await mediator.Publish(new TasksChanged(changes.Take(AtOnce, out var again)), stoppingToken).WaitAsync(stoppingToken);
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
}
