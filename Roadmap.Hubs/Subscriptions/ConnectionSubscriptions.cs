using System.Collections.Concurrent;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>Which tasks each connection of this instance watches, so that all can be left when it goes.</summary>
internal sealed class ConnectionSubscriptions
{
    private readonly ConcurrentDictionary<string, HashSet<string>> _tasks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SubscribePace> _paces = new(StringComparer.Ordinal);

    public void Open(string connectionId)
    {
        _tasks[connectionId] = new HashSet<string>(StringComparer.Ordinal);
        _paces[connectionId] = new SubscribePace();
    }

    /// <summary>How long this call to subscribe has to wait for its turn. A connection that has gone need not wait.</summary>
    public TimeSpan WaitOf(string connectionId, int limit, TimeProvider time) =>
        _paces.TryGetValue(connectionId, out var pace) ? pace.Take(limit, time) : TimeSpan.Zero;

    /// <summary>Notes that a connection watches a task, within its limit. A connection that has gone watches nothing.</summary>
    public SubscriptionAdmission Add(string connectionId, string taskId, int limit)
    {
        if (!_tasks.TryGetValue(connectionId, out var tasks))
            return SubscriptionAdmission.ConnectionGone;
        lock (tasks)
        {
            if (tasks.Contains(taskId))
                return SubscriptionAdmission.WatchedAlready;
            if (tasks.Count >= limit)
                return SubscriptionAdmission.TooMany;
            tasks.Add(taskId);
            return SubscriptionAdmission.Admitted;
        }
    }

    public bool IsOpen(string connectionId) => _tasks.ContainsKey(connectionId);

    public void Remove(string connectionId, string taskId)
    {
        if (!_tasks.TryGetValue(connectionId, out var tasks))
            return;
        lock (tasks)
            tasks.Remove(taskId);
    }

    /// <summary>The connection has gone; these are the tasks that it watched.</summary>
    public IReadOnlyList<string> Close(string connectionId)
    {
        _paces.TryRemove(connectionId, out _);
        if (!_tasks.TryRemove(connectionId, out var tasks))
            return [];
        lock (tasks)
            return [.. tasks];
    }
}

internal enum SubscriptionAdmission
{
    Admitted,
    WatchedAlready,
    TooMany,
    ConnectionGone,
}
