using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.Sockets;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// Sends through one <see cref="ConnectionOutbox"/> per connection, so that no send waits for a slow client. A task's group is changed and
/// written to only from the task's feed, which is what keeps its order; it is local, since every instance feeds its own. All else that
/// <c>IHubContext</c> offers goes by SignalR's own manager in the <see cref="HubBackplane"/>, whose writes come back to the same outboxes.
/// </summary>
internal sealed class TaskGroupLifetimeManager(
    TaskHubProtocols protocols,
    HubBackplane backplane,
    IOptions<LimitsOptions> limits,
    IOptions<FanOutOptions> fanOut,
    UnsendableEvents unsendable,
    ILogger<TaskGroupLifetimeManager> logger,
    HubsMetrics metrics)
    : HubLifetimeManager<TaskProgressHub>, ITaskFanOut
{
    private readonly ConcurrentDictionary<string, ConnectionOutbox> _outboxes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskGroup> _groups = new(StringComparer.Ordinal);
    private readonly DepartedConnections _departed = new();
    private readonly SharedMessages _shared = new();
    private readonly Dictionary<string, HubFormats> _formats =
        protocols.AllProtocols.ToDictionary(protocol => protocol.Name, HubFormats.Of, StringComparer.Ordinal);

    /// <summary>Serialised once for all.</summary>
    private readonly MessageBatch _keepAlive = new([PingMessage.Instance]);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        backplane.Enter(new OutboxConnection(connection, Open(SinkOf(connection)), _shared));
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        Close(connection.ConnectionId);
        backplane.Leave(connection.ConnectionId);
        return Task.CompletedTask;
    }

    /// <summary>From here on the connection may be sent to.</summary>
    public ConnectionOutbox Open(ITaskSink sink)
    {
        var outbox = _outboxes[sink.ConnectionId] = new ConnectionOutbox(sink, limits.Value.SlowestRate, unsendable, metrics, logger);
        metrics.ConnectionOpened();
        return outbox;
    }

    /// <summary>The connection has gone.</summary>
    public void Close(string connectionId)
    {
        _departed.Add(connectionId);
        if (!_outboxes.TryRemove(connectionId, out var outbox))
            return;
        outbox.Close();
        metrics.ConnectionClosed();
    }

    /// <summary>
    /// From here until the end of the scope, what is sent to the group is collected, and then handed to each member as one write.
    /// </summary>
    public BatchScope OpenBatch(string groupName)
    {
        var group = _groups.GetValueOrDefault(groupName);
        group?.OpenBatch();
        return new BatchScope(group);
    }

    /// <summary>The task has ended, and everyone in its group was sent its last event.</summary>
    public void EndStreams(string taskId) => _groups.GetValueOrDefault(TaskGroups.NameOf(taskId))?.EndStreams(StreamEnd.TaskEnded);

    /// <summary>Ends a stream when what it was sent so far is written. A hub connection goes on.</summary>
    public void End(string connectionId, StreamEnd end) => _outboxes.GetValueOrDefault(connectionId)?.End(end);

    /// <summary>Sends what says nothing but that the connection is alive, in its place between the messages.</summary>
    public void SendKeepAlive(string connectionId) => _outboxes.GetValueOrDefault(connectionId)?.Enqueue(_keepAlive);

    /// <summary>Lets every outbox notice a write that makes no progress, and tries failed joins again; called once a second.</summary>
    public void Tick()
    {
        backplane.Tick();
        foreach (var (_, outbox) in _outboxes)
            outbox.Tick();
    }

    public void Join(string connectionId, string taskId)
    {
        if (_outboxes.TryGetValue(connectionId, out var outbox))
            _groups.GetOrAdd(TaskGroups.NameOf(taskId), _ => new TaskGroup(fanOut.Value.Lanes)).Add(outbox);
    }

    public void Leave(string connectionId, string taskId)
    {
        if (!_groups.TryGetValue(TaskGroups.NameOf(taskId), out var group))
            return;
        group.Remove(connectionId);
        if (group.IsEmpty)
            _groups.TryRemove(TaskGroups.NameOf(taskId), out _);
    }

    public Task WaitUntilDrainedAsync(string connectionId, CancellationToken cancellationToken) =>
        _outboxes.TryGetValue(connectionId, out var outbox) ? outbox.WaitUntilDrainedAsync(cancellationToken) : Task.CompletedTask;

    public void Cut(string connectionId, CutReason reason) => _outboxes.GetValueOrDefault(connectionId)?.Cut(reason);

    /// <summary>
    /// A group of the host's, on all instances. Those of tasks change through <see cref="Join"/> and <see cref="Leave"/> alone.
    /// </summary>
    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        _departed.Contains(connectionId) ? Task.CompletedTask : backplane.AddToGroupAsync(connectionId, groupName, cancellationToken);

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        _departed.Contains(connectionId) ? Task.CompletedTask : backplane.RemoveFromGroupAsync(connectionId, groupName, cancellationToken);

    public override Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (!TaskGroups.IsOne(groupName))
            return backplane.Manager.SendGroupAsync(groupName, methodName, args, cancellationToken);
        return _groups.TryGetValue(groupName, out var group)
            ? group.SendAsync(new InvocationMessage(methodName, args))
            : Task.CompletedTask;
    }

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        backplane.Manager.SendGroupsAsync(groupNames, methodName, args, cancellationToken);

    public override Task SendGroupExceptAsync(
        string groupName,
        string methodName,
        object?[] args,
        IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default) =>
        backplane.Manager.SendGroupExceptAsync(groupName, methodName, args, excludedConnectionIds, cancellationToken);

    public override Task SendUserAsync(string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        backplane.Manager.SendUserAsync(userId, methodName, args, cancellationToken);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        backplane.Manager.SendUsersAsync(userIds, methodName, args, cancellationToken);

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        backplane.Manager.SendAllAsync(methodName, args, cancellationToken);

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        backplane.Manager.SendAllExceptAsync(methodName, args, excludedConnectionIds, cancellationToken);

    /// <summary>To a connection of any kind here, or to a hub connection elsewhere.</summary>
    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (_outboxes.TryGetValue(connectionId, out var outbox))
            Send([outbox], methodName, args);
        else if (!_departed.Contains(connectionId))
            return backplane.Manager.SendConnectionAsync(connectionId, methodName, args, cancellationToken);
        return Task.CompletedTask;
    }

    /// <inheritdoc cref="SendConnectionAsync"/>
    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        Send(connectionIds.Select(id => _outboxes.GetValueOrDefault(id)).OfType<ConnectionOutbox>(), methodName, args);
        string[] elsewhere = [.. connectionIds.Where(id => !_outboxes.ContainsKey(id) && !_departed.Contains(id))];
        return elsewhere.Length == 0
            ? Task.CompletedTask
            : backplane.Manager.SendConnectionsAsync(elsewhere, methodName, args, cancellationToken);
    }

    public override async Task<T> InvokeConnectionAsync<T>(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken)
    {
        if (_departed.Contains(connectionId))
            throw new IOException($"Connection '{connectionId}' does not exist.");
        await backplane.WhenJoinedAsync(connectionId, cancellationToken);
        return await backplane.Manager.InvokeConnectionAsync<T>(connectionId, methodName, args, cancellationToken);
    }

    public override Task SetConnectionResultAsync(string connectionId, CompletionMessage result) =>
        backplane.Manager.SetConnectionResultAsync(connectionId, result);

    public override bool TryGetReturnType(string invocationId, [NotNullWhen(true)] out Type? type) =>
        backplane.Manager.TryGetReturnType(invocationId, out type);

    private static void Send(IEnumerable<ConnectionOutbox> outboxes, string methodName, object?[] args)
    {
        var batch = new MessageBatch([new InvocationMessage(methodName, args)]);
        var isHosts = !Array.TrueForAll(args, WireHubProtocol.IsOurs);
        foreach (var outbox in outboxes.Where(outbox => !outbox.IsStream || IsStreamed(args)))
        {
            if (isHosts)
                outbox.EnqueueOrThrow(batch);
            else
                outbox.Enqueue(batch);
        }
    }

    /// <summary>Streams have no methods: what they are sent is one message of the contract.</summary>
    private static bool IsStreamed(object?[] args) => args is [{ } message] && ContractsJson.Knows(message);

    private ITaskSink SinkOf(HubConnectionContext connection)
    {
        var formats = _formats[connection.Protocol.Name];
        return SharedSocket.Of(connection.GetHttpContext())?.Stream is { } stream
            ? new HubSocketSink(connection, stream, formats.Frames, _keepAlive)
            : new HubPipeSink(connection, formats.Messages, _keepAlive);
    }

    internal readonly struct BatchScope(TaskGroup? group) : IAsyncDisposable
    {
        /// <summary>Waits for no client: done when every member's outbox has the batch.</summary>
        public ValueTask DisposeAsync() => group is null ? ValueTask.CompletedTask : new ValueTask(group.CloseBatchAsync());
    }
}
