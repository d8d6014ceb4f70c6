using Microsoft.Extensions.Options;
using Roadmap.Api.EventLog.Quotas;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>
/// Keeps owners within their quotas. A script counts what is in its own part in the act that adds one more. What is in other parts is
/// counted before, for one task of an owner at a time on each instance: so each other instance may bring one task too many at most. Parts
/// that are away are not counted.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing; and callers may come after the end.
internal sealed class RedisOpenTasks(RedisShards shards, RedisScripts scripts, IOptions<QuotaOptions> options)
#pragma warning restore CA1001
{
    private const int Lanes = 256;

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Does what makes a task one more of its owner's that have not ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="addAsync">Runs the script, with what the owner has in other parts.</param>
    /// <param name="cancellationToken">Ends the wait for the other parts.</param>
    public async Task<T> AddAsync<T>(TaskState task, Func<OpenTasks, Task<T>> addAsync, CancellationToken cancellationToken)
    {
        if (shards.All.Count == 1 || !options.Value.CountFor(task.Owner))
            return await addAsync(default);

        var lane = _lanes[(uint)string.GetHashCode(task.Owner!, StringComparison.Ordinal) % Lanes];
        await lane.WaitAsync(cancellationToken);
        try
        {
            return await addAsync(await CountElsewhereAsync(task, cancellationToken));
        }
        finally
        {
            lane.Release();
        }
    }

    /// <summary>What <c>has_room</c> of the scripts' shared part takes last.</summary>
    public object[] Arguments(OpenTasks elsewhere) =>
        [options.Value.TasksPerUser, options.Value.GenerationsPerUser, elsewhere.All, elsewhere.Generations];

    /// <summary>What is said to one too many.</summary>
    /// <param name="task">It.</param>
    /// <param name="elsewhere">What the script was told.</param>
    /// <param name="full">Its reply: the word, and what it counted itself.</param>
    public string Refusal(TaskState task, OpenTasks elsewhere, RedisResult[] full) => options.Value.Refusal(
        new OpenTasks(elsewhere.All + (long)full[1], elsewhere.Generations + (long)full[2]), task.Origin == TaskOrigin.Workflow)!;

    private async Task<OpenTasks> CountElsewhereAsync(TaskState task, CancellationToken cancellationToken)
    {
        var own = shards.Of(task.TaskId);
        var counts = await shards.All.Where(shard => shard != own).AskThoseThatAnswerAsync(async shard =>
            RedisReply.Parts(await scripts.RunAsync(RedisScript.Open, shard, [task.Owner!], cancellationToken)));
        return new OpenTasks(counts.Sum(count => (long)count[0]), counts.Sum(count => (long)count[1]));
    }
}
