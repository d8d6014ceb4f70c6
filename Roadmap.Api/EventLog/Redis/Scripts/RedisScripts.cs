using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Api.EventLog.Redis.Durability;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Hubs.EventLog;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Scripts;

/// <summary>
/// Runs the log's scripts, and turns whatever goes wrong with Redis into <see cref="LogUnavailableException"/> in time: the client has no
/// time-out of its own for asynchronous calls.
/// </summary>
internal sealed class RedisScripts(RedisConnection redis, StoreEpochJudge storeEpochs, TimeProvider time)
{
    /// <summary>For one operation, with all that it tries again. What was sent may still be done afterwards.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.8);

    private const int TriesToJudge = 4;

    /// <summary>While the slot of a part is moved.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs one script as an operation of its own.</summary>
    public Task<RedisResult> RunAsync(
        RedisScript script, RedisShard shard, IReadOnlyCollection<object> arguments, CancellationToken cancellationToken) =>
        WithinLimitAsync(inTime => CallAsync(script, shard, arguments, inTime), cancellationToken);

    /// <summary>Gives an operation its time. The token that it gets is over when the time is, or when the caller leaves.</summary>
    public async Task<T> WithinLimitAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await operation(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LogUnavailableException("Redis did not answer in time.", e);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or LogStartException)
        {
            throw new LogUnavailableException($"Redis could not be asked: {Describe(e)}.", e);
        }
    }

    /// <inheritdoc cref="WithinLimitAsync{T}"/>
    public Task WithinLimitAsync(Func<CancellationToken, Task> operation, CancellationToken cancellationToken) =>
        WithinLimitAsync(
            async inTime =>
            {
                await operation(inTime);
                return true;
            },
            cancellationToken);

    /// <summary>One call within an operation. Scripts recognise a call that comes again because its answer was lost.</summary>
    public async Task<RedisResult> CallAsync(
        RedisScript script, RedisShard shard, IReadOnlyCollection<object> arguments, CancellationToken inTime)
    {
        List<object> call = ["", 1, shard.StoreEpoch, shard.Prefix, .. arguments];
        for (var i = 1; ; i++)
        {
            call[0] = storeEpochs.ScriptsOf(shard).HashOf(script);
            try
            {
                return await redis.ExecuteAsync("EVALSHA", call, inTime);
            }
            catch (RedisServerException e) when ((i < TriesToJudge || !shard.IsOnly) && IsUnjudged(e))
            {
                // While the slot of a part is moved, calls come to a server that is not judged for the part before it has all of it.
                if (i >= TriesToJudge)
                    await Task.Delay(s_pause, time, inTime);
                await storeEpochs.CheckAsync(shard, inTime);
            }
            catch (RedisServerException e) when (e.Message.Contains("MOVING", StringComparison.Ordinal))
            {
                await Task.Delay(s_pause, time, inTime);
            }
        }
    }

    /// <summary>
    /// The process does not know the script: it has started anew or has become the master, or somebody flushed it. Or the store epoch is
    /// gone, or another process was judged last: this one was the master before that, and is again.
    /// </summary>
    private static bool IsUnjudged(RedisServerException e) =>
        e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal) || e.Message.Contains("NOEPOCH", StringComparison.Ordinal);

    /// <summary>
    /// The client's own messages quote commands, and commands hold events: only the server's words and the kind are told.
    /// </summary>
    private static string Describe(Exception e) => e is RedisServerException ? e.Message.Split('\n')[0] : e.GetType().Name;
}
