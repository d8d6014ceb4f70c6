using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Hub;

/// <summary>Gives every outbox its tick, once a second.</summary>
internal sealed class StalledWriteWatch(
    TaskGroupLifetimeManager manager, TimeProvider time, ILogger<StalledWriteWatch> logger) : BackgroundService
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.EveryAsync(
        s_tick,
        time,
        logger,
        _ =>
        {
            manager.Tick();
            return Task.CompletedTask;
        },
        stoppingToken);
}
