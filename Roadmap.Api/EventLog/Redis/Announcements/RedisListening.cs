using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Hubs.EventLog;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Announcements;

/// <summary>
/// What comes over a channel, or over all of a pattern, in order: that is what the client's queue is for, since handlers alone are called
/// out of order. The client subscribes again by itself when it has reconnected.
/// </summary>
internal sealed class RedisListening
{
    private readonly ISubscriber _subscriber;
    private readonly ChannelMessageQueue _queue;

    private RedisListening(ISubscriber subscriber, ChannelMessageQueue queue) => (_subscriber, _queue) = (subscriber, queue);

    /// <summary>Without a connection nothing is heard.</summary>
    public bool IsHeard => _subscriber.SubscribedEndpoint(_queue.Channel) is not null && _subscriber.IsConnected(_queue.Channel);

    /// <summary>Done when Redis has acknowledged.</summary>
    /// <param name="hear">Must not wait: it holds up what comes after.</param>
    /// <exception cref="LogUnavailableException">There is no connection.</exception>
    public static Task<RedisListening> BeginAsync(
        RedisConnection redis, RedisChannel channel, Action<ChannelMessage> hear, CancellationToken inTime) =>
        redis.WhenConnectedAsync(client => BeginAsync(client.GetSubscriber(), channel, hear), inTime);

    private static async Task<RedisListening> BeginAsync(ISubscriber subscriber, RedisChannel channel, Action<ChannelMessage> hear)
    {
        try
        {
            var listening = new RedisListening(subscriber, await subscriber.SubscribeAsync(channel));
            // The client may only have taken a note of it.
            if (!listening.IsHeard)
                throw new LogUnavailableException("There is no connection to Redis to listen on.");
            listening._queue.OnMessage(hear);
            return listening;
        }
        catch
        {
            // The client would subscribe later, and keep what comes for nobody.
            _ = subscriber.UnsubscribeAsync(channel, flags: CommandFlags.FireAndForget);
            throw;
        }
    }

    public Task EndAsync() => _queue.UnsubscribeAsync();
}
