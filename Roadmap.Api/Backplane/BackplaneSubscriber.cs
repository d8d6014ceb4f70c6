using System.Reflection;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Hub;
using StackExchange.Redis;

namespace Roadmap.Api.Backplane;

/// <summary>
/// What SignalR's manager speaks to Redis by, so that a Redis that is away, or goes in the middle, leaves nothing behind which does not
/// heal. The client makes every subscription that it knows of anew when it is connected again; only what is done meanwhile needs care.
/// </summary>
internal class BackplaneSubscriber : DispatchProxy
{
    /// <summary>Calls to a Redis that hangs stay in the client until it answers or the connection breaks; so many, and no more.</summary>
    private const int MaxInFlight = 8_192;

    private static readonly string s_toAll = $"{typeof(TaskProgressHub).FullName}:all";
    private static readonly string s_toConnection = $"{typeof(TaskProgressHub).FullName}:connection:";
    private static readonly string s_internal = $"{typeof(TaskProgressHub).FullName}:internal:";

    private ISubscriber _redis = null!;
    private int _inFlight;

    public static ISubscriber On(ISubscriber redis)
    {
        var subscriber = Create<ISubscriber, BackplaneSubscriber>();
        ((BackplaneSubscriber)subscriber)._redis = redis;
        return subscriber;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => (targetMethod!.Name, args) switch
    {
        (nameof(ISubscriber.PublishAsync), [RedisChannel channel, RedisValue message, CommandFlags]) =>
            PublishAsync(Routed(channel), message),
        (nameof(ISubscriber.SubscribeAsync), [RedisChannel channel, CommandFlags]) => SubscribeAsync(Routed(channel)),
        (nameof(ISubscriber.UnsubscribeAsync), [RedisChannel channel, null, CommandFlags]) => UnsubscribeAsync(Routed(channel)),
        // The connection ends right after it, and all subscriptions with it.
        (nameof(ISubscriber.UnsubscribeAll), _) => null,
        _ => targetMethod.Invoke(_redis, args),
    };

    private async Task<long> PublishAsync(RedisChannel channel, RedisValue message)
    {
        try
        {
            if (Interlocked.Increment(ref _inFlight) > MaxInFlight)
                throw new LogUnavailableException("Too many messages wait for Redis.");
            return await _redis.PublishAsync(channel, message);
        }
        catch (Exception e) when (IsAway(e))
        {
            throw Away(e);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task<ChannelMessageQueue> SubscribeAsync(RedisChannel channel)
    {
        // The manager subscribes its own ones once, when it is made, and never again: they are to be there whenever Redis is.
        if (IsManagersOwn(channel))
            return await _redis.SubscribeAsync(channel, CommandFlags.FireAndForget);
        try
        {
            return await _redis.SubscribeAsync(channel);
        }
        catch (Exception e) when (IsAway(e))
        {
            // The client would go on to subscribe, for a queue that nobody reads. The manager has no other one for this channel.
            await UnsubscribeAsync(channel);
            throw Away(e);
        }
    }

    /// <summary>Heard no more at once, whether Redis is there to be told or not.</summary>
    private Task UnsubscribeAsync(RedisChannel channel) => _redis.UnsubscribeAsync(channel, flags: CommandFlags.FireAndForget);

    /// <summary>
    /// The manager knows whether there is a connection, which it wants an answer of, by how many have heard what it publishes to it. A
    /// server of a cluster counts its own subscribers only, so both go to the same one.
    /// </summary>
    private static RedisChannel Routed(RedisChannel channel) =>
        (string?)channel is { } name && name.StartsWith(s_toConnection, StringComparison.Ordinal) ? channel.WithKeyRouting() : channel;

    private static bool IsManagersOwn(RedisChannel channel) =>
        (string?)channel is { } name && (name == s_toAll || name.StartsWith(s_internal, StringComparison.Ordinal));

    private static bool IsAway(Exception e) => e is RedisException or TimeoutException or ObjectDisposedException;

    private static LogUnavailableException Away(Exception e) => new("The backplane's Redis did not take it.", e);
}
