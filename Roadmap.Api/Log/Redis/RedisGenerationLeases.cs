using System.Collections.Concurrent;
using System.Text.Json;
using Roadmap.Hubs.Log;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Log.Redis;

/// <summary>
/// Hands generations out among all instances, by Redis' clock. What this instance still holds when it stops, it gives back.
/// </summary>
internal sealed class RedisGenerationLeases(
    RedisScripts scripts, RedisTaskEventLog log, DamageReports damage, TimeProvider time, ILogger<RedisGenerationLeases> logger) : IGenerationLeases, IHostedService
{
    private readonly ConcurrentDictionary<string, int> _held = new(StringComparer.Ordinal);

    /// <summary>Redis may be restarted empty, or with less than it had.</summary>
    public bool MayLose => true;

    public async Task<IReadOnlyList<string>> FindRunnableAsync(int limit, CancellationToken cancellationToken) =>
        RedisReply.Texts(await scripts.RunAsync(RedisScript.Runnable, [limit], cancellationToken));

    /// <summary>When the answer is lost, the task waits for the lease to pass: a second try finds it held.</summary>
    public async Task<AcquiredGeneration?> AcquireAsync(string taskId, TimeSpan lease, CancellationToken cancellationToken)
    {
        var reply = await scripts.RunAsync(RedisScript.Acquire, [taskId, Milliseconds(lease)], cancellationToken);
        if (reply.IsNull)
            return null;

        var parts = RedisReply.Parts(reply);
        var task = RedisTask.Read(taskId, parts[0], damage);
        if (task.Unreadable is not null)
        {
            await log.TryEndUnreadableAsync(taskId, cancellationToken);
            await ReleaseAsync(taskId, task.Run, cancellationToken);
            return null;
        }

        if (parts[1].IsNull)
        {
            await EndLostAsync(taskId, cancellationToken);
            return null;
        }

        _held[taskId] = task.Run;
        return new AcquiredGeneration(task.State, task.Run, RedisReply.Text(parts[1]), RedisReply.Text(parts[2]));
    }

    public async Task<TaskState?> RestoreAsync(KnownGeneration known, TimeSpan? lease, CancellationToken cancellationToken)
    {
        var state = known.State;
        var reply = await scripts.RunAsync(
            RedisScript.Restore,
            [
                state.TaskId, RedisLife.NewToken(6), state.Epoch, state.Seq, known.Run, lease is { } held ? Milliseconds(held) : "",
                RedisTask.SerializeState(state),
                known.Fingerprint, state.Kind, state.Status.ToString(), RedisTask.IsRunnable(state) ? "1" : "0",
                JsonSerializer.SerializeToUtf8Bytes(AppendChanges.All(known), RedisJson.Default.AppendChanges),
            ],
            cancellationToken);
        if (reply.IsNull)
            return null;

        if (lease is not null)
            _held[state.TaskId] = known.Run;
        return RedisTask.Read(state.TaskId, reply, damage).State;
    }

    public async Task<IReadOnlyList<string>> RenewAsync(
        IReadOnlyCollection<(string TaskId, int Run)> held, TimeSpan lease, CancellationToken cancellationToken)
    {
        var arguments = new List<object> { Milliseconds(lease) };
        foreach (var (taskId, run) in held)
            arguments.AddRange([taskId, run]);
        return RedisReply.Texts(await scripts.RunAsync(RedisScript.Renew, arguments, cancellationToken));
    }

    public async Task ReleaseAsync(string taskId, int run, CancellationToken cancellationToken)
    {
        _held.TryRemove(KeyValuePair.Create(taskId, run));
        await scripts.RunAsync(RedisScript.Release, [taskId, run], cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_held.IsEmpty)
            return;

        try
        {
            await scripts.RunAsync(
                RedisScript.Release, [.. _held.SelectMany(run => new object[] { run.Key, run.Value })], cancellationToken);
        }
        catch (LogUnavailableException e)
        {
            // They pass by themselves.
            logger.GenerationLeasesUnavailable(e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The time to stop in is over: a request that never ended took it.
        }
    }

    /// <summary>Nobody could ever go on with it, and it would be found again for ever.</summary>
    private async Task EndLostAsync(string taskId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var end = new TaskAppend { TaskId = taskId, Decide = (facts, _) => UnreadableTask.EndLost(facts.State, now) };
        if (await log.AppendAsync(end, cancellationToken) is AppendResult.Appended { Accepted: > 0 })
            logger.UnreadableTaskEnded(taskId, "checkpoint");
    }

    private static long Milliseconds(TimeSpan lease) => (long)lease.TotalMilliseconds;
}
