using Microsoft.Extensions.Hosting;

namespace Roadmap.Hubs.FanOut;

/// <summary>Gives every outbox its tick, once a second.</summary>
internal sealed class StalledWriteWatch(TaskGroupLifetimeManager manager, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                manager.Tick();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, or could not start.
        }
    }
}
