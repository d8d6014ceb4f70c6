using System.Collections.Immutable;
using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Hubs.EventLog;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Announcements;

/// <summary>The channel of one task, and who listens. Subscribing and unsubscribing go one after the other.</summary>
internal sealed class TaskChannel(string taskId, RedisChannel channel, RedisConnection redis, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _lane = new(1, 1);
    private ImmutableArray<Action<TaskAnnouncement>> _listeners = [];

    /// <summary>Null while nobody listens.</summary>
    private RedisListening? _listening;

    public string TaskId => taskId;

    /// <summary>Subscriptions that hold on to this object; kept by its owner.</summary>
    public int Users { get; set; }

    public async Task AddAsync(Action<TaskAnnouncement> listener, CancellationToken inTime)
    {
        await _lane.WaitAsync(inTime);
        try
        {
            _listening ??= await RedisListening.BeginAsync(redis, channel, announced => Hear(announced.Message), inTime);
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
            if (_listening is not { } listening || !_listeners.IsEmpty)
                return;
            _listening = null;
            await listening.EndAsync().WaitAsync(inTime);
        }
        finally
        {
            _lane.Release();
        }
    }

    public void Dispose() => _lane.Dispose();

    private void Hear(RedisValue message)
    {
        try
        {
            var announcement = EventCodec.ReadAnnouncement(taskId, (byte[])message!);
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
