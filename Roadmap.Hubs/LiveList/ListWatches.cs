using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.LiveList;

/// <summary>Which connection of this instance watches the list of tasks, each with one filter. The calls of one connection come one after the other.</summary>
internal sealed class ListWatches(IHubContext<TaskProgressHub> hub, ListCounts counts, ConnectionSubscriptions connections, HubsMetrics metrics)
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
        var before = _groups.GetValueOrDefault(connectionId);
        _groups[connectionId] = group;
        metrics.ListWatchesChanged(1);
        if (before is not null)
            await LeaveAsync(connectionId, before, stays: before == group, cancellationToken);
        // It may have gone meanwhile.
        if (!connections.IsOpen(connectionId))
            Close(connectionId);
        return beat;
    }

    public async Task UnwatchAsync(string connectionId, CancellationToken cancellationToken)
    {
        if (!_groups.TryRemove(connectionId, out var group))
            return;
        await LeaveAsync(connectionId, group, stays: false, cancellationToken);
        await hub.Groups.RemoveFromGroupAsync(connectionId, TaskGroups.List, cancellationToken);
    }

    /// <summary>The connection has gone, and with it its groups.</summary>
    public void Close(string connectionId)
    {
        if (!_groups.TryRemove(connectionId, out var group))
            return;
        counts.Leave(group);
        metrics.ListWatchesChanged(-1);
    }

    private async Task LeaveAsync(string connectionId, string group, bool stays, CancellationToken cancellationToken)
    {
        counts.Leave(group);
        metrics.ListWatchesChanged(-1);
        if (!stays)
            await hub.Groups.RemoveFromGroupAsync(connectionId, group, cancellationToken);
    }
}
