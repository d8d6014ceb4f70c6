using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Connections;

/// <summary>
/// The one registry of the connections of this instance: hub connections, raw WebSockets and event streams. A connection is in it from
/// before it may be sent to until after it has gone.
/// </summary>
internal sealed class ConnectionRegistry(
    TaskGroups groups, UnsendableEvents unsendable, IOptions<LimitsOptions> limits, HubsMetrics metrics, ILogger<ConnectionRegistry> logger)
    : ITaskFanOut
{
    private readonly ConcurrentDictionary<string, TaskConnection> _connections = new(StringComparer.Ordinal);
    private readonly DepartedConnections _departed = new();

    public IEnumerable<TaskConnection> All => _connections.Select(named => named.Value);

    public int Count => _connections.Count;

    /// <summary>From here on the connection may be sent to.</summary>
    public TaskConnection Enter(ITaskSink sink, Caller caller)
    {
        var outbox = new ConnectionOutbox(sink, limits.Value.SlowestRate, unsendable, metrics, logger);
        var connection = _connections[sink.ConnectionId] = new TaskConnection(outbox, caller);
        metrics.ConnectionOpened();
        return connection;
    }

    /// <summary>The connection has gone.</summary>
    public void Exit(string connectionId)
    {
        _departed.Add(connectionId);
        if (!_connections.TryRemove(connectionId, out var connection))
            return;
        connection.Outbox.Close();
        metrics.ConnectionClosed();
    }

    public TaskConnection? Find(string connectionId) => _connections.GetValueOrDefault(connectionId);

    public bool TryFindOutbox(string connectionId, [NotNullWhen(true)] out ConnectionOutbox? outbox)
    {
        outbox = _connections.TryGetValue(connectionId, out var connection) ? connection.Outbox : null;
        return outbox is not null;
    }

    /// <summary>Whether a connection of this name was here a moment ago, and is not any more.</summary>
    public bool HasDeparted(string connectionId) => _departed.Contains(connectionId);

    /// <summary>Sends one message of the contract to one connection; none when it has gone.</summary>
    public void Send(string connectionId, string target, object message)
    {
        if (TryFindOutbox(connectionId, out var outbox))
            outbox.Enqueue(new MessageBatch([new InvocationMessage(target, [message])]));
    }

    /// <summary>Ends a stream when what it was sent so far is written. A hub connection goes on.</summary>
    public void End(string connectionId, CloseReason end) => Find(connectionId)?.Outbox.End(end);

    /// <summary>Lets every outbox notice a write that makes no progress; called once a second.</summary>
    public void Tick()
    {
        foreach (var (_, connection) in _connections)
            connection.Outbox.Tick();
    }

    public void Join(string connectionId, string taskId)
    {
        if (TryFindOutbox(connectionId, out var outbox))
            groups.Join(taskId, outbox);
    }

    public void Leave(string connectionId, string taskId) => groups.Leave(taskId, connectionId);

    public void Forget(string connectionId, string taskId) => Find(connectionId)?.Unwatch(taskId);

    public Task WaitUntilDrainedAsync(string connectionId, CancellationToken cancellationToken) =>
        TryFindOutbox(connectionId, out var outbox) ? outbox.WaitUntilDrainedAsync(cancellationToken) : Task.CompletedTask;

    public void Disconnect(string connectionId, DisconnectReason reason) => Find(connectionId)?.Outbox.Disconnect(reason);
}
