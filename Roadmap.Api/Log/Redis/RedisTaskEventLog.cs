using System.Text.Json;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.Log;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Log.Redis;

/// <summary>The log in Redis, for any number of instances. What it promises stands at <see cref="ITaskEventLog"/>; each operation is one script.</summary>
internal sealed class RedisTaskEventLog(RedisScripts scripts, IOptions<RetentionOptions> retention, TimeProvider time) : ITaskEventLog
{
    private const int HeadsPerCall = 500;

    private readonly TaskCache<RedisTask> _cache = new(task => task.State);
    private readonly AppendLanes _lanes = new();

    public async Task<CreateResult> CreateAsync(NewTask task, CancellationToken cancellationToken)
    {
        var state = new TaskState
        {
            TaskId = task.TaskId,
            Kind = task.Kind,
            Origin = task.Origin,
            Owner = task.Owner,
            Title = task.Title,
            CreatedAt = task.CreatedAt,
            UpdatedAt = task.CreatedAt,
            Epoch = "",
        };
        var reply = RedisReply.Parts(await scripts.RunAsync(
            RedisScript.Create,
            [
                task.TaskId, RedisLife.NewToken(6), RedisTask.SerializeState(state), task.Fingerprint, task.Kind, state.Status.ToString(),
                task.Lease is { } lease ? (long)lease.TotalMilliseconds : "", task.Checkpoint ?? "", RedisTask.IsRunnable(state) ? "1" : "0",
            ],
            cancellationToken));
        var result = (string?)reply[0];
        if (result == "taken")
            return new CreateResult.Taken();

        var there = RedisTask.Read(task.TaskId, reply[1]);
        return result == "created" ? new CreateResult.Created(there.State) : new CreateResult.Repeated(there.State, there.OldestSeq);
    }

    public Task<AppendResult> AppendAsync(TaskAppend append, CancellationToken cancellationToken) =>
        scripts.WithinLimitAsync(
            async inTime =>
            {
                using var lane = await _lanes.EnterAsync(append.TaskId, inTime);
                return await new RedisAppend(append, scripts, _cache, retention.Value, time).RunAsync(inTime);
            },
            cancellationToken);

    public async Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        var reply = await scripts.RunAsync(RedisScript.ReadTask, [taskId, afterSeq, limit, bytes], cancellationToken);
        if (reply.IsNull)
            return null;

        var parts = RedisReply.Parts(reply);
        var task = RedisTask.Read(taskId, parts[0]);
        var found = RedisReply.Parts(parts[1]);
        var events = new StoredEvents(found.Length / 2);
        try
        {
            for (var i = 0; i < found.Length; i += 2)
            {
                var line = RedisReply.Bytes(found[i + 1]);
                events.Add(EventLine.Read(line, taskId, task.State.Epoch, (long)found[i]), line.Length);
            }
        }
        catch (JsonException e)
        {
            throw new LogUnavailableException("An event in Redis could not be read.", e);
        }

        return new TaskLogView(task.State, task.OldestSeq, events);
    }

    public async Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        var heads = new Dictionary<string, Position>(taskIds.Count, StringComparer.Ordinal);
        // Sent at once: the answers come together.
        await Task.WhenAll(taskIds.Chunk(HeadsPerCall).Select(async chunk =>
        {
            var reply = RedisReply.Parts(await scripts.RunAsync(RedisScript.Heads, chunk, cancellationToken));
            lock (heads)
            {
                for (var i = 0; i < chunk.Length; i++)
                {
                    if (!reply[2 * i].IsNull)
                        heads[chunk[i]] = new Position { Epoch = RedisReply.Text(reply[2 * i]), Seq = (long)reply[2 * i + 1] };
                }
            }
        }));
        return heads;
    }
}
