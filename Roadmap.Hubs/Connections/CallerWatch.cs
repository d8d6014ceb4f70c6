using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Connections;

/// <summary>Ends connections when their callers' time is over. One look at all of them costs less than a timer for each.</summary>
internal sealed class CallerWatch(ConnectionCallers connections, ICallers callers, TimeProvider time, ILogger<CallerWatch> logger)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => callers.AreKnown
        ? PeriodicWork.EveryAsync(Period, time, logger, LookAsync, stoppingToken)
        : Task.CompletedTask;

    private Task LookAsync(CancellationToken cancellationToken)
    {
        connections.EndOverdue();
        return Task.CompletedTask;
    }
}
