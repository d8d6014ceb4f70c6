using System.Collections.Immutable;
using Roadmap.Hubs.Log;
using StackExchange.Redis;

namespace Roadmap.Api.Log.Redis;

/// <summary>The channel of one task, and who listens. Subscribing and unsubscribing go one after the other.</summary>
internal sealed class TaskChannel(string taskId, string name, RedisConnection redis, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _lane = new(1, 1);
    private readonly RedisChannel _channel = new(name, RedisChannel.PatternMode.Literal);
    private ImmutableArray<Action<TaskAnnouncement>> _listeners = [];

    /// <summary>Null while nobody listens. A queue, because handlers alone would be called out of order.</summary>
    private ChannelMessageQueue? _queue;

    /// <summary>Whose queue it is.</summary>
    private ISubscriber? _subscriber;

    public string TaskId => taskId;

    /// <summary>Subscriptions that hold on to this object; kept by its owner.</summary>
    public int Users { get; set; }

    /// <summary>Whether it is subscribed to on a connection that has been replaced.</summary>
    public bool IsOutdated => Volatile.Read(ref _subscriber) is { } subscriber && redis.IsOutdated(subscriber);

    public async Task AddAsync(Action<TaskAnnouncement> listener, CancellationToken inTime)
    {
        await _lane.WaitAsync(inTime);
        try
        {
            if (_subscriber is null || IsOutdated)
                await SubscribeAsync(inTime);
            ImmutableInterlocked.Update(ref _listeners, (listeners, added) => listeners.Add(added), listener);
        }
        finally
        {
            _lane.Release();
        }
    }

    public async Task RemoveAsync(Action<TaskAnnouncement> listener, CancellationToken inTime)
    {
        // At once: who has left hears nothing more, however long Redis takes.
        ImmutableInterlocked.Update(ref _listeners, (listeners, left) => listeners.Remove(left), listener);
        await _lane.WaitAsync(inTime);
        try
        {
            if (_subscriber is not { } subscriber || !_listeners.IsEmpty)
                return;
            _subscriber = null;
            if (!redis.IsOutdated(subscriber) && _queue is { } queue)
                await queue.UnsubscribeAsync().WaitAsync(inTime);
        }
        finally
        {
            _lane.Release();
        }
    }

    /// <summary>Subscribes on the connection of now, if the one of before has been replaced.</summary>
    public async Task RenewAsync(CancellationToken inTime)
    {
        await _lane.WaitAsync(inTime);
        try
        {
            if (IsOutdated)
                await SubscribeAsync(inTime);
        }
        finally
        {
            _lane.Release();
        }
    }

    public void Dispose() => _lane.Dispose();

    private async Task SubscribeAsync(CancellationToken inTime)
    {
        var subscriber = await redis.GetSubscriberAsync().WaitAsync(inTime);
        ChannelMessageQueue? queue = null;
        try
        {
            // Done when Redis has acknowledged; but without a connection the client only takes a note of it.
            queue = await subscriber.SubscribeAsync(_channel).WaitAsync(inTime);
            if (subscriber.SubscribedEndpoint(_channel) is null || !subscriber.IsConnected(_channel))
                throw new LogUnavailableException("There is no connection to Redis for announcements.");
            queue.OnMessage(announced => Hear(announced.Message));
            (_subscriber, _queue) = (subscriber, queue);
        }
        catch
        {
            // The client would keep the queue, and fill it for nobody.
            if (queue is null)
                _ = subscriber.UnsubscribeAsync(_channel, flags: CommandFlags.FireAndForget);
            else
                queue.Unsubscribe(CommandFlags.FireAndForget);
            throw;
        }
    }

    private void Hear(RedisValue message)
    {
        try
        {
            var announcement = EventLine.ReadAnnouncement(taskId, (byte[])message!);
            foreach (var listener in _listeners)
                Tell(listener, announcement);
        }
#pragma warning disable CA1031 // Others publish on this channel, perhaps; the log is the truth.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.AnnouncementUnreadable(taskId, e);
        }
    }

    private void Tell(Action<TaskAnnouncement> listener, TaskAnnouncement announcement)
    {
        try
        {
            listener(announcement);
        }
#pragma warning disable CA1031 // One subscriber that throws must not keep it from the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.AnnouncementHandlerFailed(taskId, e);
        }
    }
}
