using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Roadmap.Api.Log;
using Roadmap.Hubs.Log;

namespace Roadmap.Api.Generation;

/// <summary>
/// Finds generations that nobody runs, runs them, and holds on to them. When the server drains they stop at their next checkpoint, and when it stops
/// where they are; this instance's next start, or another instance, goes on.
/// </summary>
internal sealed class GenerationWorker(
    IGenerationLeases leases,
    RoadmapWorkflow workflow,
    GenerationMemory memory,
    GenerationWake wake,
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var renewing = RenewAsync(stoppingToken);
        List<Task> running = [];
        try
        {
            while (!draining.HasBegun)
            {
                running.RemoveAll(work => work.IsCompleted);
                await StartRunnableAsync(running, stoppingToken);
                await wake.WaitAsync(Search, time, stoppingToken);
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
            {
                var asked = time.GetTimestamp();
                if (!_held.ContainsKey(taskId) && await leases.AcquireAsync(taskId, GenerationRun.Lease, stoppingToken) is { } acquired)
                    running.Add(RunAsync(acquired, asked, stoppingToken));
            }
        }
        catch (LogUnavailableException unavailable)
        {
            logger.GenerationLeasesUnavailable(unavailable.Message);
        }
    }

    private async Task RunAsync(AcquiredGeneration acquired, long asked, CancellationToken stoppingToken)
    {
        await using var run = new GenerationRun(acquired, memory.Begin(acquired), asked, stoppingToken);
        _held[run.TaskId] = run;
        try
        {
            await workflow.RunAsync(run, acquired);
            await EndAsync(run);
            // There is room for another, and what was asked for while the lease was given back is to be found.
            wake.Signal();
        }
#pragma warning disable CA1031 // One generation must not take the others with it. The timer finds it again.
        catch (Exception crash)
#pragma warning restore CA1031
        {
            logger.GenerationCrashed(crash, run.TaskId);
            await EndAsync(run);
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
            logger.GenerationLeasesUnavailable(e.Message);
        }
    }

    private async Task RenewAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_renewal, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RenewAllAsync([.. _held.Values], stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, and the runs give their leases back.
        }
    }

    private async Task RenewAllAsync(IReadOnlyList<GenerationRun> runs, CancellationToken stoppingToken)
    {
        if (runs.Count == 0)
            return;

        try
        {
            var asked = time.GetTimestamp();
            var epochs = runs.ToDictionary(run => run, run => run.Generation.State.Epoch);
            var lost = await leases.RenewAsync([.. runs.Select(run => (run.TaskId, run.Number))], GenerationRun.Lease, stoppingToken);
            foreach (var run in runs)
            {
                if (!lost.Contains(run.TaskId) || await run.Generation.RestoreAsync(epochs[run], stoppingToken))
                    run.RenewedAt = asked;
                else
                    run.Lose();
            }
        }
        catch (LogUnavailableException unavailable)
        {
            logger.GenerationLeasesUnavailable(unavailable.Message);
            foreach (var run in runs.Where(run => time.GetElapsedTime(run.RenewedAt) >= GenerationRun.Lease))
                run.Lose();
        }
    }
}
