using Microsoft.Extensions.Options;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Connections;

/// <summary>
/// The coming and going of connections of every kind: the limit on their number, draining, leaving everything at the end.
/// </summary>
internal sealed class TaskConnections(
    ConnectionRegistry registry, CallerConnections callers, TaskFeeds feeds, ListCounts lists, ConnectionDraining draining,
    HubsMetrics metrics, IOptions<LimitsOptions> limits)
{
    private const string TooMany = "This server has as many connections as it takes. Try again later.";

    private int _open;

    /// <summary>Those that are counted in.</summary>
    public int Count => Volatile.Read(ref _open);

    /// <summary>Counts a connection of the registry in; whatever the answer, <see cref="Close"/> counts it out.</summary>
    /// <param name="connectionId">Which <see cref="Close"/> will name.</param>
    /// <param name="caller">Whose it is.</param>
    /// <param name="askToGo">Asks the client to go, and to come back: here or, better, elsewhere.</param>
    public ConnectionAdmission Open(string connectionId, CallerKey caller, Action askToGo)
    {
        var connection = registry.Find(connectionId);
        connection?.Open();
        if (Interlocked.Increment(ref _open) > limits.Value.Connections)
            return new ConnectionAdmission.TooMany(TooMany);
        if (callers.TryTake(connectionId, caller) is { } sentence)
            return new ConnectionAdmission.TooMany(sentence);
        if (connection is null || !draining.TryAdmit(connection, askToGo))
            return ConnectionAdmission.AskedToGo.Instance;
        // Whoever ended it before it was admitted had nobody to ask.
        if (connection.HasEnded)
            askToGo();
        return ConnectionAdmission.Admitted.Instance;
    }

    public void Close(string connectionId)
    {
        Interlocked.Decrement(ref _open);
        callers.GiveBack(connectionId);
        if (registry.Find(connectionId) is not { } connection)
            return;
        draining.Discharge(connection);
        foreach (var taskId in connection.Close())
            feeds.Unsubscribe(taskId, connectionId);
        LeaveList(connection);
    }

    /// <summary>The connection watches the list of tasks no longer; returns the group that it was in.</summary>
    public string? LeaveList(TaskConnection connection)
    {
        var group = connection.SetListGroup(null);
        if (group is not null)
        {
            lists.Leave(group);
            metrics.ListWatchesChanged(-1);
        }

        return group;
    }
}

internal abstract record ConnectionAdmission
{
    public sealed record Admitted : ConnectionAdmission
    {
        public static Admitted Instance { get; } = new();
    }

    /// <summary>One more than there may be.</summary>
    /// <param name="Sentence">Of what, for people.</param>
    public sealed record TooMany(string Sentence) : ConnectionAdmission;

    /// <summary>The server drains.</summary>
    public sealed record AskedToGo : ConnectionAdmission
    {
        public static AskedToGo Instance { get; } = new();
    }
}
