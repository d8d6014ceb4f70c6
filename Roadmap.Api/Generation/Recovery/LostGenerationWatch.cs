using Roadmap.Api.EventLog;
using Roadmap.Api.Generation.Running;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Generation.Recovery;

/// <summary>
/// Gives generations back to a log that has come back without them, as Redis may when it is restarted. Only what is known here as it last
/// was is given back: what others have gone on with is forgotten. There is nothing to do where the log loses nothing.
/// </summary>
internal sealed class LostGenerationWatch(
    GenerationMemory memory, IGenerationLeases leases, ITaskLogReader log, WorkSignal signal, TimeProvider time,
    ILogger<LostGenerationWatch> logger) : BackgroundService
{
    /// <summary>Sooner than a feed that misses its task gives it up.</summary>
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Outage _outage = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leases.MayLose ? PeriodicWork.EveryAsync(s_period, time, logger, LookAsync, stoppingToken) : Task.CompletedTask;

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        // Before the log is read: what is reported meanwhile must not look like the work of others.
        var known = memory.All.Select(
            generation => (Generation: generation, generation.IsRunning, generation.State.TaskId, generation.State.Position)).ToList();
        if (known.Count == 0)
            return;

        try
        {
            var isAway = false;
            var heads = await log.ReadHeadsAsync([.. known.Select(each => each.TaskId)], cancellationToken);
            foreach (var (generation, isRunning, taskId, position) in known)
            {
                var head = heads.GetValueOrDefault(taskId);
                if (head?.Epoch != position.Epoch)
                    isAway |= !await TryRestoreAsync(generation, isRunning, position, cancellationToken);
                else if (!isRunning && head.Seq != position.Seq)
                    memory.Forget(generation);
            }

            if (!isAway && _outage.Ends())
                logger.GenerationLeasesBack();
        }
        catch (LogUnavailableException unavailable)
        {
            TellAway(unavailable);
        }
    }

    private void TellAway(LogUnavailableException unavailable)
    {
        if (_outage.Begins())
            logger.GenerationLeasesUnavailable(unavailable.Message);
    }

    /// <returns>False when the log did not answer.</returns>
    private async Task<bool> TryRestoreAsync(
        RememberedGeneration generation, bool isRunning, Position position, CancellationToken cancellationToken)
    {
        try
        {
            await RestoreAsync(generation, isRunning, position, cancellationToken);
        }
        catch (LogUnavailableException unavailable)
        {
            // Perhaps only the part of the log that it belongs to.
            TellAway(unavailable);
            return false;
        }
#pragma warning disable CA1031 // One that cannot be given back must not keep the others from it.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.GenerationNotRestored(e, generation.State.TaskId);
        }

        return true;
    }

    private async Task RestoreAsync(RememberedGeneration generation, bool isRunning, Position position, CancellationToken cancellationToken)
    {
        var isRestored = await generation.RestoreAsync(position.Epoch, cancellationToken);
        if (isRunning)
            // A run hears by itself that it is over.
            return;
        if (!isRestored || generation.State.HasEnded)
            memory.Forget(generation);
        else
            signal.Signal();
    }
}
