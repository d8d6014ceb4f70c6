using Roadmap.Hubs.Log;
using StackExchange.Redis;

namespace Roadmap.Api.Log.Redis;

/// <summary>
/// What others publish on all channels of one prefix, over the connection that the log uses. Redis keeps nothing of it: what is published while nobody
/// is connected is lost.
/// </summary>
internal sealed class RedisPublications(RedisConnection redis, RedisScripts scripts)
{
    private Subscription? _current;
    private int _subscriptions;

    /// <summary>Goes up whenever something may have been missed.</summary>
    public int Gaps => redis.Reconnects + Volatile.Read(ref _subscriptions);

    /// <summary>
    /// Subscribes, unless that is done. To be called again and again, one call after the other: the client subscribes again by itself when it has
    /// reconnected, but not on a connection that has taken the place of another.
    /// </summary>
    /// <param name="prefix">Letters, digits and punctuation that means nothing in a pattern.</param>
    /// <param name="hear">Gets the rest of the channel's name, and what was published. Must not wait: it holds up everything else that comes from Redis.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <exception cref="LogUnavailableException">Nothing is heard now.</exception>
    public Task ListenAsync(string prefix, Action<string, byte[]> hear, CancellationToken cancellationToken) =>
        scripts.WithinLimitAsync(inTime => ListenInTimeAsync(prefix, hear, inTime), cancellationToken);

    /// <summary>Nothing is heard any more.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken)
    {
        var left = Interlocked.Exchange(ref _current, null);
        return left is null ? Task.CompletedTask : scripts.WithinLimitAsync(inTime => EndInTimeAsync(left, inTime), cancellationToken);
    }

    private async Task EndInTimeAsync(Subscription left, CancellationToken inTime)
    {
        // A connection that another has taken the place of is closed.
        if (left.IsOn(await redis.GetSubscriberAsync().WaitAsync(inTime)))
            await left.EndAsync().WaitAsync(inTime);
    }

    private async Task ListenInTimeAsync(string prefix, Action<string, byte[]> hear, CancellationToken inTime)
    {
        var subscriber = await redis.GetSubscriberAsync().WaitAsync(inTime);
        if (_current is { } current && current.IsOn(subscriber))
        {
            if (!current.IsHeard)
                throw new LogUnavailableException("There is no connection to Redis for what is published.");
            return;
        }

        // Before the first message comes, which may be the one after a gap.
        Interlocked.Increment(ref _subscriptions);
        var subscription = new Subscription(subscriber, prefix, hear);
        await subscription.BeginAsync(inTime);
        _current = subscription;
    }

    private sealed class Subscription(ISubscriber subscriber, string prefix, Action<string, byte[]> hear)
    {
        private readonly RedisChannel _pattern = RedisChannel.Pattern($"{prefix}*");

        /// <summary>Without a connection the client only takes a note of what it should subscribe to.</summary>
        public bool IsHeard => subscriber.SubscribedEndpoint(_pattern) is not null && subscriber.IsConnected(_pattern);

        public bool IsOn(ISubscriber other) => ReferenceEquals(subscriber.Multiplexer, other.Multiplexer);

        public async Task BeginAsync(CancellationToken inTime)
        {
            try
            {
                // A queue, because handlers alone would be called out of order.
                var queue = await subscriber.SubscribeAsync(_pattern).WaitAsync(inTime);
                if (!IsHeard)
                    throw new LogUnavailableException("There is no connection to Redis for what is published.");
                queue.OnMessage(published => hear(((string)published.Channel!)[prefix.Length..], (byte[])published.Message!));
            }
            catch
            {
                // The client would keep the queue, and fill it for nobody.
                _ = subscriber.UnsubscribeAsync(_pattern, flags: CommandFlags.FireAndForget);
                throw;
            }
        }

        public Task EndAsync() => subscriber.UnsubscribeAsync(_pattern);
    }
}
