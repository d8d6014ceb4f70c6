using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.Log;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.LiveList;

/// <summary>
/// Which connection of this instance watches the list of tasks, each with one filter. The calls of one connection come one after the other.
/// </summary>
internal sealed class ListWatches(
    IHubContext<TaskProgressHub> hub, ListCounts counts, ConnectionSubscriptions connections, HubsMetrics metrics)
{
    private readonly ConcurrentDictionary<string, string> _groups = new(StringComparer.Ordinal);

    /// <summary>Joins the new group first: who is refused there stays in the one before.</summary>
    public async Task<TasksBeatMessage> WatchAsync(string connectionId, string group, CancellationToken cancellationToken)
    {
        counts.Enter(group);
        try
        {
            await hub.Groups.AddToGroupAsync(connectionId, TaskGroups.List, cancellationToken);
            await hub.Groups.AddToGroupAsync(connectionId, group, cancellationToken);
        }
        catch
        {
            counts.Leave(group);
            throw;
        }

        // Read after the join: what is counted later reaches this connection.
        var beat = counts.BeatOf(group);
        _groups.TryRemove(connectionId, out var before);
        _groups[connectionId] = group;
        metrics.ListWatchesChanged(1);
        if (before is not null)
            Forget(before);
        if (before is not null && before != group)
            await LeaveAsync(connectionId, before, cancellationToken);
        // It may have gone meanwhile.
        if (!connections.IsOpen(connectionId))
            Close(connectionId);
        return beat;
    }

    public async Task UnwatchAsync(string connectionId, CancellationToken cancellationToken)
    {
        if (!_groups.TryRemove(connectionId, out var group))
            return;
        Forget(group);
        await LeaveAsync(connectionId, group, cancellationToken);
        await LeaveAsync(connectionId, TaskGroups.List, cancellationToken);
    }

    /// <summary>The connection has gone, and with it its groups.</summary>
    public void Close(string connectionId)
    {
        if (_groups.TryRemove(connectionId, out var group))
            Forget(group);
    }

    private void Forget(string group)
    {
        counts.Leave(group);
        metrics.ListWatchesChanged(-1);
    }

    private async Task LeaveAsync(string connectionId, string group, CancellationToken cancellationToken)
    {
        try
        {
            await hub.Groups.RemoveFromGroupAsync(connectionId, group, cancellationToken);
        }
        catch (LogUnavailableException)
        {
            // It has left here. What could not be told to the backplane is only that nobody here listens any more.
        }
    }
}
