using System.Collections.Concurrent;
using System.Text.Json;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Redis.Appending;
using Roadmap.Api.EventLog.Redis.Durability;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>
/// Hands generations out among all instances, by Redis' clock. What this instance still holds when it stops, it gives back.
/// </summary>
internal sealed class RedisGenerationLeases(
    RedisShards shards, RedisScripts scripts, RedisTaskEventLog log, DamageReports damage, TimeProvider time,
    ILogger<RedisGenerationLeases> logger) : IGenerationLeases, IHostedService
{
    private readonly ConcurrentDictionary<string, (int Run, string Owner)> _held = new(StringComparer.Ordinal);

    /// <summary>Redis may be restarted empty, or with less than it had.</summary>
    public bool MayLose => true;

    public async Task<IReadOnlyList<string>> FindRunnableAsync(int limit, CancellationToken cancellationToken)
    {
        var replies = await shards.All.AskThoseThatAnswerAsync(
            shard => scripts.RunAsync(RedisScript.Runnable, shard, [limit], cancellationToken));
        var found = replies.SelectMany(
            reply => RedisReply.Texts(reply).Chunk(3).Select(task => (Id: task[0], Owner: task[1], Number: long.Parse(task[2]))));
        if (shards.All.Count > 1)
            found = InTurns(found);
        return [.. found.Take(limit).Select(task => task.Id)];
    }

    /// <summary>
    /// Each part gives turns by itself. Among them the turn is with who has the fewest tasks before it, those that this instance runs among
    /// them.
    /// </summary>
    private IEnumerable<(string Id, string Owner, long Number)> InTurns(IEnumerable<(string Id, string Owner, long Number)> found)
    {
        var running = _held.Values.CountBy(run => run.Owner, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return found.GroupBy(task => task.Owner, StringComparer.Ordinal)
            .SelectMany(tasks => tasks.OrderBy(task => task.Number)
                .Select((task, before) => (Task: task, Before: before + running.GetValueOrDefault(tasks.Key))))
            .OrderBy(each => each.Before)
            .ThenBy(each => each.Task.Number)
            .Select(each => each.Task);
    }

    /// <summary>When the answer is lost, the task waits for the lease to pass: a second try finds it held.</summary>
    public async Task<AcquiredGeneration?> AcquireAsync(string taskId, TimeSpan lease, CancellationToken cancellationToken)
    {
        var reply = await scripts.RunAsync(RedisScript.Acquire, shards.Of(taskId), [taskId, Milliseconds(lease)], cancellationToken);
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

        _held[taskId] = (task.Run, task.State.Owner ?? "");
        return new AcquiredGeneration(task.State, task.Run, RedisReply.Text(parts[1]), RedisReply.Text(parts[2]));
    }

    public async Task<TaskState?> RestoreAsync(KnownGeneration known, TimeSpan? lease, CancellationToken cancellationToken)
    {
        var state = known.State;
        var reply = await scripts.RunAsync(
            RedisScript.Restore,
            shards.Of(state.TaskId),
            [
                state.TaskId, StoreEpochJudge.NewToken(6), state.Epoch, state.Seq, known.Run, lease is { } held ? Milliseconds(held) : "",
                RedisTask.SerializeState(state),
                known.Fingerprint, state.Kind, state.Status.ToString(), RedisTask.IsRunnable(state) ? "1" : "0",
                JsonSerializer.SerializeToUtf8Bytes(AppendChanges.All(known), RedisJson.Default.AppendChanges),
                shards.Of(state.TaskId).Index, shards.All.Count,
            ],
            cancellationToken);
        if (reply.IsNull)
            return null;

        if (lease is not null)
            _held[state.TaskId] = (known.Run, state.Owner ?? "");
        return RedisTask.Read(state.TaskId, reply, damage).State;
    }

    public async Task<IReadOnlyList<string>> RenewAsync(
        IReadOnlyCollection<(string TaskId, int Run)> held, TimeSpan lease, CancellationToken cancellationToken)
    {
        var over = await held.GroupBy(run => shards.Of(run.TaskId)).AskThoseThatAnswerAsync(async runs => RedisReply.Texts(
            await scripts.RunAsync(RedisScript.Renew, runs.Key,
                [Milliseconds(lease), .. runs.SelectMany(run => new object[] { run.TaskId, run.Run })], cancellationToken)));
        return [.. over.SelectMany(taskIds => taskIds)];
    }

    public async Task ReleaseAsync(string taskId, int run, CancellationToken cancellationToken)
    {
        if (_held.TryGetValue(taskId, out var held) && held.Run == run)
            _held.TryRemove(KeyValuePair.Create(taskId, held));
        await scripts.RunAsync(RedisScript.Release, shards.Of(taskId), [taskId, run], cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_held.IsEmpty)
            return;

        try
        {
            await _held.GroupBy(run => shards.Of(run.Key)).AskThoseThatAnswerAsync(
                runs => scripts.RunAsync(RedisScript.Release, runs.Key,
                    [.. runs.SelectMany(run => new object[] { run.Key, run.Value.Run })], cancellationToken));
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
