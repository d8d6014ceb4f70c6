using Microsoft.Extensions.Options;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Connections;

/// <summary>The coming and going of connections of every kind: the limit on their number, draining, leaving everything at the end.</summary>
internal sealed class TaskConnections(
    TaskFeeds feeds, ConnectionSubscriptions subscriptions, ListWatches watches, ConnectionDraining draining, IOptions<LimitsOptions> limits)
{
    /// <summary>What is said to one connection more than there may be.</summary>
    public const string TooMany = "This server has as many connections as it takes. Try again later.";

    private int _open;

    /// <summary>Counts a connection in; whatever the answer, <see cref="Close"/> counts it out.</summary>
    /// <inheritdoc cref="ConnectionDraining.TryEnter" path="/param"/>
    public ConnectionAdmission Open(string connectionId, Action askToGo)
    {
        subscriptions.Open(connectionId);
        if (Interlocked.Increment(ref _open) > limits.Value.Connections)
            return ConnectionAdmission.TooMany;
        return draining.TryEnter(connectionId, askToGo) ? ConnectionAdmission.Admitted : ConnectionAdmission.AskedToGo;
    }

    public void Close(string connectionId)
    {
        Interlocked.Decrement(ref _open);
        draining.Leave(connectionId);
        foreach (var taskId in subscriptions.Close(connectionId))
            feeds.Unsubscribe(taskId, connectionId);
        watches.Close(connectionId);
    }
}

internal enum ConnectionAdmission
{
    Admitted,
    TooMany,

    /// <summary>The server drains.</summary>
    AskedToGo,
}
