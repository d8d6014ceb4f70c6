using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog;
using Roadmap.Api.Generation.Recovery;
using Roadmap.Api.Generation.Workflow;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api.Generation.Running;

/// <summary>
/// Finds generations that nobody runs, runs them, and holds on to them. When the server drains they stop at their next checkpoint, and when
/// it stops where they are; this instance's next start, or another instance, goes on.
/// </summary>
internal sealed class GenerationWorker(
    IGenerationLeases leases,
    RoadmapWorkflow workflow,
    GenerationMemory memory,
    WorkSignal signal,
    GenerationDraining draining,
    IOptions<GenerationOptions> options,
    TimeProvider time,
    ILogger<GenerationWorker> logger) : BackgroundService
{
    /// <summary>Between two looks for what nobody works on.</summary>
    public static readonly TimeSpan Search = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(3);

    /// <summary>A lease that cannot be given back passes by itself.</summary>
    private static readonly TimeSpan s_release = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, GenerationRun> _held = new(StringComparer.Ordinal);

    // Of each by itself: with a log in parts one may succeed where the other one fails.
    private readonly Outage _searching = new();
    private readonly Outage _renewing = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var renewing = PeriodicWork.EveryAsync(s_renewal, time, logger, RenewAllAsync, stoppingToken);
        List<Task> running = [];
        try
        {
            while (!draining.HasBegun)
            {
                running.RemoveAll(work => work.IsCompleted);
                await StartRunnableAsync(running, stoppingToken);
                await signal.WaitAsync(Search, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The runs hear of it themselves.
        }

        foreach (var run in _held.Values)
            run.AskToStop();
        await Task.WhenAll(running);
        draining.Done();
        await renewing;
    }

    private async Task StartRunnableAsync(List<Task> running, CancellationToken stoppingToken)
    {
        try
        {
            var free = options.Value.ConcurrentTasks - _held.Count;
            if (free <= 0)
                return;

            foreach (var taskId in await leases.FindRunnableAsync(free, stoppingToken))
                await StartAsync(taskId, running, stoppingToken);
            TellBack(_searching);
        }
        catch (LogUnavailableException unavailable)
        {
            TellAway(_searching, unavailable);
        }
#pragma warning disable CA1031 // The next look may do better. Let out, it would take the whole server down.
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.GenerationSearchFailed(e, Search);
        }
    }

    private async Task StartAsync(string taskId, List<Task> running, CancellationToken stoppingToken)
    {
        try
        {
            var asked = time.GetTimestamp();
            if (!_held.ContainsKey(taskId) && await leases.AcquireAsync(taskId, GenerationRun.Lease, stoppingToken) is { } acquired)
                running.Add(RunAsync(acquired, asked, stoppingToken));
        }
#pragma warning disable CA1031 // One task that cannot be begun must not keep the others from it.
        catch (Exception e) when (e is not LogUnavailableException && !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.GenerationNotStarted(e, taskId);
        }
    }

    private async Task RunAsync(AcquiredGeneration acquired, long asked, CancellationToken stoppingToken)
    {
        try
        {
            await using var run = new GenerationRun(acquired, memory.Begin(acquired), asked, stoppingToken);
            _held[run.TaskId] = run;
            try
            {
                await workflow.RunAsync(run, acquired);
            }
            finally
            {
                await EndAsync(run);
            }

            // There is room for another, and what was asked for while the lease was given back is to be found.
            signal.Signal();
        }
#pragma warning disable CA1031 // One generation must not take the others with it. The timer finds it again.
        catch (Exception crash)
#pragma warning restore CA1031
        {
            logger.GenerationCrashed(crash, acquired.State.TaskId);
        }
    }

    private async Task EndAsync(GenerationRun run)
    {
        _held.TryRemove(run.TaskId, out _);
        memory.End(run.Generation);
        using var limit = new CancellationTokenSource(s_release, time);
        try
        {
            await leases.ReleaseAsync(run.TaskId, run.Number, limit.Token);
        }
        catch (Exception e) when (e is LogUnavailableException or OperationCanceledException)
        {
            TellAway(_renewing, e);
        }
    }

    private async Task RenewAllAsync(CancellationToken stoppingToken)
    {
        IReadOnlyList<GenerationRun> runs = [.. _held.Values];
        if (runs.Count == 0)
            return;

        try
        {
            var asked = time.GetTimestamp();
            var epochs = runs.ToDictionary(run => run, run => run.Generation.State.Epoch);
            var lost = await leases.RenewAsync([.. runs.Select(run => (run.TaskId, run.Number))], GenerationRun.Lease, stoppingToken);
            foreach (var run in runs)
            {
                if (!lost.Contains(run.TaskId))
                    run.RenewedAt = asked;
            }

            foreach (var run in runs.Where(run => lost.Contains(run.TaskId)))
                await RestoreAsync(run, epochs[run], asked, stoppingToken);
            TellBack(_renewing);
        }
        catch (LogUnavailableException unavailable)
        {
            TellAway(_renewing, unavailable);
        }
        finally
        {
            // Whatever kept them from being renewed: after so long somebody else may have them.
            foreach (var run in runs.Where(run => time.GetElapsedTime(run.RenewedAt) >= GenerationRun.Lease))
                run.Lose();
        }
    }

    private void TellAway(Outage outage, Exception reason)
    {
        if (outage.Begins())
            logger.GenerationLeasesUnavailable(reason.Message);
    }

    private void TellBack(Outage outage)
    {
        if (outage.Ends())
            logger.GenerationLeasesBack();
    }

    private async Task RestoreAsync(GenerationRun run, string epoch, long asked, CancellationToken stoppingToken)
    {
        try
        {
            if (await run.Generation.RestoreAsync(epoch, stoppingToken))
                run.RenewedAt = asked;
            else
                run.Lose();
        }
#pragma warning disable CA1031 // One that cannot be given back must not cost the others their leases.
        catch (Exception e) when (e is not LogUnavailableException && !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.GenerationNotRestored(e, run.TaskId);
        }
    }
}
