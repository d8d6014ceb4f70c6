using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Redis.Announcements;

/// <summary>
/// Announcements over Redis' channels, one a task. Nothing is subscribed that nobody here listens to. What is said while there is no
/// connection is lost, as the port allows.
/// </summary>
internal sealed class RedisAnnouncements(
    RedisConnection redis, RedisShards shards, RedisScripts scripts, ILogger<RedisAnnouncements> logger) : ITaskAnnouncements
{
    private readonly Lock _changing = new();
    private readonly Dictionary<string, TaskChannel> _channels = new(StringComparer.Ordinal);

    /// <summary>Channels that this instance is subscribed to.</summary>
    public int Channels
    {
        get
        {
            lock (_changing)
                return _channels.Count;
        }
    }

    public async Task<IAsyncDisposable> SubscribeAsync(
        string taskId, Action<TaskAnnouncement> onAnnounced, CancellationToken cancellationToken)
    {
        var subscription = new Subscription(this, Enter(taskId), onAnnounced);
        try
        {
            await scripts.WithinLimitAsync(subscription.OpenAsync, cancellationToken);
            return subscription;
        }
        catch
        {
            await subscription.DisposeAsync();
            throw;
        }
    }

    private TaskChannel Enter(string taskId)
    {
        lock (_changing)
        {
            if (!_channels.TryGetValue(taskId, out var channel))
                _channels[taskId] = channel = new TaskChannel(taskId, shards.Of(taskId).SubscriptionTo(taskId), redis, logger);
            channel.Users++;
            return channel;
        }
    }

    private void Leave(TaskChannel channel)
    {
        lock (_changing)
        {
            if (--channel.Users > 0)
                return;
            _channels.Remove(channel.TaskId);
            channel.Dispose();
        }
    }

    private sealed class Subscription(
        RedisAnnouncements announcements, TaskChannel channel, Action<TaskAnnouncement> onAnnounced) : IAsyncDisposable
    {
        private int _isLeft;

        public Task OpenAsync(CancellationToken inTime) => channel.AddAsync(onAnnounced, inTime);

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 1)
                return;

            try
            {
                await announcements.CloseAsync(channel, onAnnounced);
            }
            finally
            {
                announcements.Leave(channel);
            }
        }
    }

    /// <summary>Who leaves has left, whether Redis hears of it or not.</summary>
    private async Task CloseAsync(TaskChannel channel, Action<TaskAnnouncement> onAnnounced)
    {
        try
        {
            await scripts.WithinLimitAsync(inTime => channel.RemoveAsync(onAnnounced, inTime), CancellationToken.None);
        }
        catch (LogUnavailableException e)
        {
            logger.RedisUnsubscribeFailed(channel.TaskId, e.Message);
        }
    }
}
