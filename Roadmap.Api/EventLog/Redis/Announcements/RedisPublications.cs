using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Hubs.EventLog;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Announcements;

/// <summary>
/// What others publish on all channels of one prefix, over the connection that the log uses. Redis keeps nothing of it: what is published
/// while nobody is connected is lost.
/// </summary>
internal sealed class RedisPublications(RedisConnection redis, RedisScripts scripts)
{
    private RedisListening? _listening;
    private int _subscriptions;

    /// <summary>Goes up whenever something may have been missed.</summary>
    public int Gaps => redis.Changes + Volatile.Read(ref _subscriptions);

    /// <summary>
    /// Subscribes, unless that is done. To be called again and again, one call after the other, until it succeeds, and then to see whether
    /// it still is so.
    /// </summary>
    /// <param name="prefix">Letters, digits and punctuation that means nothing in a pattern.</param>
    /// <param name="hear">
    /// Gets the rest of the channel's name, and what was published. Must not wait: it holds up all that comes after.
    /// </param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="LogUnavailableException">Nothing is heard now.</exception>
    public Task ListenAsync(string prefix, Action<string, byte[]> hear, CancellationToken cancellationToken) =>
        scripts.WithinLimitAsync(inTime => ListenInTimeAsync(prefix, hear, inTime), cancellationToken);

    /// <summary>Nothing is heard any more.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken)
    {
        var left = Interlocked.Exchange(ref _listening, null);
        return left is null ? Task.CompletedTask : scripts.WithinLimitAsync(inTime => left.EndAsync().WaitAsync(inTime), cancellationToken);
    }

    private async Task ListenInTimeAsync(string prefix, Action<string, byte[]> hear, CancellationToken inTime)
    {
        if (_listening is { IsHeard: false })
            throw new LogUnavailableException("There is no connection to Redis for what is published.");
        if (_listening is not null)
            return;

        // Before the first message comes, which may be the one after a gap.
        Interlocked.Increment(ref _subscriptions);
        _listening = await RedisListening.BeginAsync(
            redis, RedisChannel.Pattern($"{prefix}*"),
            published => hear(((string)published.Channel!)[prefix.Length..], (byte[])published.Message!), inTime);
    }
}
