using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Appending;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Quotas;
using Roadmap.Api.EventLog.Redis.Announcements;
using Roadmap.Api.EventLog.Redis.Appending;
using Roadmap.Api.EventLog.Redis.Durability;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Api.EventLog.Retention;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.State;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>
/// The log in Redis, for any number of instances. What it promises stands at <see cref="ITaskEventLog"/>; each operation is one script.
/// </summary>
internal sealed class RedisTaskEventLog(
    RedisShards shards, RedisScripts scripts, RedisOpenTasks open, IOptions<RetentionOptions> retention, DamageReports damage,
    TimeProvider time, ILogger<RedisTaskEventLog> logger) : ITaskEventLog
{
    private const int HeadsPerCall = 500;

    private readonly TaskCache<RedisTask> _cache = new(task => task.State);
    private readonly AppendLanes _lanes = new();

    public async Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken)
    {
        var state = task.ToState(epoch: "");
        return await open.AddAsync(state, elsewhere => CreateAsync(task, state, elsewhere, cancellationToken), cancellationToken);
    }

    private async Task<CreateResult> CreateAsync(
        NewTask task, TaskState state, OpenTasks elsewhere, CancellationToken cancellationToken)
    {
        var shard = shards.Of(task.TaskId);
        var reply = RedisReply.Parts(await scripts.RunAsync(
            RedisScript.Create,
            shard,
            [
                task.TaskId, StoreEpochJudge.NewToken(6), RedisTask.SerializeState(state), task.Fingerprint, task.Kind,
                state.Status.ToString(), task.Lease is { } lease ? (long)lease.TotalMilliseconds : "", task.Checkpoint ?? "",
                RedisTask.IsRunnable(state) ? "1" : "0", shard.Index, shards.All.Count, .. open.Arguments(elsewhere),
            ],
            cancellationToken));
        var result = (string?)reply[0];
        if (result == "taken")
            return new CreateResult.Taken();
        if (result == "full")
            return new CreateResult.OverQuota(open.Refusal(state, elsewhere, reply));

        var there = RedisTask.Read(task.TaskId, reply[1], damage);
        return result == "created" ? new CreateResult.Created(there.State) : new CreateResult.Repeated(there.Shown, there.OldestSeq);
    }

    public Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken)
    {
        var operation = new RedisAppend(append, shards.Of(append.TaskId), scripts, open, _cache, retention.Value, damage, time, logger);
        return scripts.WithinLimitAsync(
            async inTime =>
            {
                using var lane = await _lanes.EnterAsync(append.TaskId, operation.Weight, inTime);
                return await operation.RunAsync(inTime);
            },
            cancellationToken);
    }

    /// <summary>
    /// A task that cannot be read is ended first: what is shown of it is what a report meets, and its watchers hear the event.
    /// </summary>
    public async Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        var (view, isUnreadable) = await ReadOnceAsync(taskId, afterSeq, limit, bytes, cancellationToken);
        return isUnreadable && await TryEndUnreadableAsync(taskId, cancellationToken)
            ? (await ReadOnceAsync(taskId, afterSeq, limit, bytes, cancellationToken)).View
            : view;
    }

    /// <summary>
    /// Ends a task whose state cannot be read. What is cached of it is older than what is stored, and must not be taken for it.
    /// </summary>
    /// <returns>False when the log does not take it now.</returns>
    public async Task<bool> TryEndUnreadableAsync(string taskId, CancellationToken cancellationToken)
    {
        _cache.Remove(taskId);
        try
        {
            await AppendAsync(new TaskAppend { TaskId = taskId, Decide = (_, _) => new Decision.Accepted([]) }, cancellationToken);
            return true;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }

    private async Task<(TaskLogView? View, bool IsUnreadable)> ReadOnceAsync(
        string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        var reply = await scripts.RunAsync(RedisScript.ReadTask, shards.Of(taskId), [taskId, afterSeq, limit, bytes], cancellationToken);
        if (reply.IsNull)
            return (null, false);

        var parts = RedisReply.Parts(reply);
        var task = RedisTask.Read(taskId, parts[0], damage);
        var found = RedisReply.Parts(parts[1]);
        var traces = ReadTraces(RedisReply.Parts(parts[2]));
        var events = new StoredEvents(found.Length / 2);
        for (var i = 0; i < found.Length; i += 2)
        {
            var line = (byte[]?)found[i + 1] ?? [];
            events.Add(ReadEvent(task.State, line, (long)found[i]), line.Length, traces?.GetValueOrDefault(i / 2));
        }

        return (new TaskLogView(task.Shown, task.OldestSeq, events), task is { Unreadable: not null, State.HasEnded: false });
    }

    /// <summary>By place; null when there are none.</summary>
    private static Dictionary<long, string>? ReadTraces(RedisResult[] pairs)
    {
        Dictionary<long, string>? traces = null;
        for (var i = 0; i < pairs.Length; i += 2)
            (traces ??= [])[(long)pairs[i]] = RedisReply.Text(pairs[i + 1]);
        return traces;
    }

    private TaskEvent ReadEvent(TaskState state, byte[] line, long seq)
    {
        try
        {
            return EventCodec.Read(line, state.TaskId, state.Epoch, seq);
        }
#pragma warning disable CA1031 // Whatever is wrong with one event is no matter of the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            damage.Tell($"events (seq {seq})", state.TaskId, e.GetType().Name);
            return UnreadableTaskEvent.At(state.TaskId, state.Epoch, seq, state.Attempt, state.UpdatedAt);
        }
    }

    /// <summary>
    /// A script that writes, as an append is one: only Redis itself knows whether it would take it. One part of the log that takes it is
    /// enough.
    /// </summary>
    public async Task CheckAsync(CancellationToken cancellationToken) =>
        await shards.All.AskThoseThatAnswerAsync(shard => scripts.RunAsync(RedisScript.Probe, shard, [], cancellationToken));

    public async Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(
        IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        // Sent at once: the answers come together.
        var calls = taskIds.GroupBy(shards.Of)
            .SelectMany(tasks => tasks.Chunk(HeadsPerCall).Select(chunk => (Shard: tasks.Key, TaskIds: chunk)));
        var replies = await calls.AskThoseThatAnswerAsync(async call => (
            call.TaskIds, Heads: RedisReply.Parts(await scripts.RunAsync(RedisScript.Heads, call.Shard, call.TaskIds, cancellationToken))));
        var heads = new Dictionary<string, Position>(taskIds.Count, StringComparer.Ordinal);
        foreach (var (asked, reply) in replies)
        {
            for (var i = 0; i < asked.Length; i++)
            {
                if (!reply[2 * i].IsNull)
                    heads[asked[i]] = new Position { Epoch = RedisReply.Text(reply[2 * i]), Seq = (long)reply[2 * i + 1] };
            }
        }

        return heads;
    }
}
