using Microsoft.Extensions.Hosting;

namespace Roadmap.Hubs.FanOut;

/// <summary>Gives every outbox its tick, once a second.</summary>
internal sealed class StalledWriteWatch(TaskGroupLifetimeManager manager, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.EveryAsync(
        s_tick,
        time,
        _ =>
        {
            manager.Tick();
            return Task.CompletedTask;
        },
        stoppingToken);
}
