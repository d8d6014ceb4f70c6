namespace Roadmap.Hubs;

/// <summary>
/// The loop of a background service: one piece of work each period, until the host stops. Being stopped is its end and no error, also when the host
/// is taken down because something else could not start.
/// </summary>
internal static class PeriodicWork
{
    /// <summary>First when one period has passed.</summary>
    public static async Task EveryAsync(TimeSpan period, TimeProvider time, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await work(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, or could not start.
        }
    }

    /// <summary>First at once.</summary>
    public static async Task NowAndEveryAsync(TimeSpan period, TimeProvider time, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        await EveryAsync(period, time, work, stoppingToken);
    }
}
