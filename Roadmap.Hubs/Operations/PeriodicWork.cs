using System.Numerics;
using Microsoft.Extensions.Logging;

namespace Roadmap.Hubs.Operations;

/// <summary>
/// The loop of a background service: one piece of work each period, until the host stops. Being stopped is its end and no error, also when
/// the host is taken down because something else could not start. Whatever one piece throws is told and ends that piece alone: a service
/// that lets an exception out takes the whole host with it.
/// </summary>
public static class PeriodicWork
{
    /// <summary>First when one period has passed.</summary>
    public static async Task EveryAsync(
        TimeSpan period, TimeProvider time, ILogger logger, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            for (var failures = 0; await timer.WaitForNextTickAsync(stoppingToken);)
                failures = await TryAsync(period, logger, work, failures, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, or could not start.
        }
    }

    /// <summary>First at once.</summary>
    public static async Task NowAndEveryAsync(
        TimeSpan period, TimeProvider time, ILogger logger, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        await TryAsync(period, logger, work, 0, stoppingToken);
        await EveryAsync(period, time, logger, work, stoppingToken);
    }

    /// <summary>Returns how often in a row it has failed now. What fails every second is not told every second.</summary>
    private static async Task<int> TryAsync(
        TimeSpan period, ILogger logger, Func<CancellationToken, Task> work, int failures, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
            return 0;
        }
#pragma warning disable CA1031 // Whatever it is, the next turn may do better.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!stoppingToken.IsCancellationRequested && BitOperations.IsPow2(++failures))
                logger.PeriodicWorkFailed(e, failures, period);
            return failures;
        }
    }
}
