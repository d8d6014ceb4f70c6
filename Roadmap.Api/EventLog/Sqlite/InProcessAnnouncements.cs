using System.Collections.Concurrent;
using System.Collections.Immutable;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>Announcements within one process: the log's writer calls the subscribers after each commit.</summary>
internal sealed class InProcessAnnouncements(ILogger<InProcessAnnouncements> logger) : ITaskAnnouncements
{
    private readonly ConcurrentDictionary<string, ImmutableArray<Subscription>> _subscriptions = new(StringComparer.Ordinal);
    private readonly Lock _changing = new();

    public Task<IAsyncDisposable> SubscribeAsync(string taskId, Action<TaskAnnouncement> onAnnounced, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var subscription = new Subscription(this, taskId, onAnnounced);
        lock (_changing)
            _subscriptions[taskId] = Of(taskId).Add(subscription);
        return Task.FromResult<IAsyncDisposable>(subscription);
    }

    public bool HasSubscribers(string taskId) => _subscriptions.ContainsKey(taskId);

    /// <summary>Called by one thread, in the order of the log. A handler that throws harms nobody but itself.</summary>
    public void Publish(TaskAnnouncement announcement)
    {
        foreach (var subscription in Of(announcement.TaskId))
        {
            try
            {
                subscription.OnAnnounced(announcement);
            }
#pragma warning disable CA1031 // The writer of all tasks must outlive whatever one subscriber throws.
            catch (Exception e)
#pragma warning restore CA1031
            {
                logger.AnnouncementHandlerFailed(announcement.TaskId, e);
            }
        }
    }

    private ImmutableArray<Subscription> Of(string taskId) =>
        _subscriptions.TryGetValue(taskId, out var subscriptions) ? subscriptions : [];

    private void Remove(Subscription subscription)
    {
        lock (_changing)
        {
            var left = Of(subscription.TaskId).Remove(subscription);
            if (left.IsEmpty)
                _subscriptions.TryRemove(subscription.TaskId, out _);
            else
                _subscriptions[subscription.TaskId] = left;
        }
    }

    private sealed class Subscription(
        InProcessAnnouncements announcements, string taskId, Action<TaskAnnouncement> onAnnounced) : IAsyncDisposable
    {
        public string TaskId => taskId;

        public Action<TaskAnnouncement> OnAnnounced => onAnnounced;

        public ValueTask DisposeAsync()
        {
            announcements.Remove(this);
            return ValueTask.CompletedTask;
        }
    }
}
