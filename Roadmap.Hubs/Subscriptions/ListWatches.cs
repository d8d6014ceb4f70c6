using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>Puts connections into groups that reach every instance, and takes them out.</summary>
internal interface IHubGroups
{
    /// <exception cref="LogUnavailableException">It is not known whether it happened.</exception>
    Task AddAsync(string connectionId, string group, CancellationToken cancellationToken);

    /// <inheritdoc cref="AddAsync"/>
    Task RemoveAsync(string connectionId, string group, CancellationToken cancellationToken);
}

/// <summary>
/// Which connection of this instance watches the list of tasks, each with one filter. The calls of one connection come one after the other.
/// </summary>
internal sealed class ListWatches(
    IHubGroups groups, ListCounts counts, ConnectionRegistry registry, TaskConnections connections, HubsMetrics metrics)
{
    /// <summary>Joins the new group first: who is refused there stays in the one before.</summary>
    public async Task<TasksBeatMessage> WatchAsync(string connectionId, string group, CancellationToken cancellationToken)
    {
        counts.Enter(group);
        try
        {
            await groups.AddAsync(connectionId, ListGroups.All, cancellationToken);
            await groups.AddAsync(connectionId, group, cancellationToken);
        }
        catch
        {
            counts.Leave(group);
            throw;
        }

        // Read after the join: what is counted later reaches this connection.
        var beat = counts.BeatOf(group);
        if (registry.Find(connectionId) is not { } connection)
        {
            counts.Leave(group);
            return beat;
        }

        metrics.ListWatchesChanged(1);
        if (connection.SetListGroup(group) is { } before)
        {
            counts.Leave(before);
            metrics.ListWatchesChanged(-1);
            if (before != group)
                await LeaveAsync(connectionId, before, cancellationToken);
        }

        // It may have gone meanwhile.
        if (!connection.IsOpen)
            connections.LeaveList(connection);
        return beat;
    }

    public async Task UnwatchAsync(string connectionId, CancellationToken cancellationToken)
    {
        if (registry.Find(connectionId) is not { } connection || connections.LeaveList(connection) is not { } group)
            return;
        await LeaveAsync(connectionId, group, cancellationToken);
        await LeaveAsync(connectionId, ListGroups.All, cancellationToken);
    }

    private async Task LeaveAsync(string connectionId, string group, CancellationToken cancellationToken)
    {
        try
        {
            await groups.RemoveAsync(connectionId, group, cancellationToken);
        }
        catch (LogUnavailableException)
        {
            // It has left here. What could not be told to the backplane is only that nobody here listens any more.
        }
    }
}
