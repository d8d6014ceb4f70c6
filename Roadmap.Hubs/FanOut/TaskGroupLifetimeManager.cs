using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.Sockets;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// Sends through one <see cref="ConnectionOutbox"/> per connection, so that no send waits for a slow client. A task's group is changed and written
/// to only from the task's feed, which is what keeps its order.
/// </summary>
internal sealed class TaskGroupLifetimeManager(
    WireHubProtocol protocol, IOptions<LimitsOptions> limits, IOptions<FanOutOptions> fanOut, UnsendableEvents unsendable, ILoggerFactory loggers, HubsMetrics metrics)
    : DefaultHubLifetimeManager<TaskProgressHub>(loggers.CreateLogger<DefaultHubLifetimeManager<TaskProgressHub>>()), ITaskFanOut
{
    private readonly ILogger _logger = loggers.CreateLogger<TaskGroupLifetimeManager>();
    private readonly ConcurrentDictionary<string, ConnectionOutbox> _outboxes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskGroup> _groups = new(StringComparer.Ordinal);
    private readonly HubAudience _audience = new();
    private readonly HubFormat _messages = new(protocol);
    private readonly HubFrameFormat _frames = new(protocol);

    /// <summary>Serialised once for all.</summary>
    private readonly MessageBatch _keepAlive = new([PingMessage.Instance]);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _audience.Enter(Open(SinkOf(connection)), connection.UserIdentifier);
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _audience.Leave(connection.ConnectionId);
        Close(connection.ConnectionId);
        return base.OnDisconnectedAsync(connection);
    }

    /// <summary>From here on the connection may be sent to.</summary>
    public ConnectionOutbox Open(ITaskSink sink)
    {
        var outbox = _outboxes[sink.ConnectionId] = new ConnectionOutbox(sink, limits.Value.SlowestRate, unsendable, metrics, _logger);
        metrics.ConnectionOpened();
        return outbox;
    }

    /// <summary>The connection has gone.</summary>
    public void Close(string connectionId)
    {
        if (!_outboxes.TryRemove(connectionId, out var outbox))
            return;
        outbox.Close();
        metrics.ConnectionClosed();
    }

    /// <summary>From here until the end of the scope, what is sent to the group is collected, and then handed to each member as one write.</summary>
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

    /// <summary>Lets every outbox notice a write that makes no progress; called once a second.</summary>
    public void Tick()
    {
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

    /// <summary>A group of the host's. Those of tasks change through <see cref="Join"/> and <see cref="Leave"/> alone.</summary>
    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        _audience.AddToGroup(connectionId, groupName);
        return Task.CompletedTask;
    }

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        _audience.RemoveFromGroup(connectionId, groupName);
        return Task.CompletedTask;
    }

    public override Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        return _groups.TryGetValue(groupName, out var group)
            ? group.SendAsync(new InvocationMessage(methodName, args))
            : Send(_audience.OfGroup(groupName), methodName, args);
    }

    public override Task SendGroupsAsync(IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Send(groupNames.SelectMany(_audience.OfGroup), methodName, args);

    public override Task SendGroupExceptAsync(string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        Send(_audience.OfGroup(groupName).Where(outbox => !excludedConnectionIds.Contains(outbox.ConnectionId)), methodName, args);

    public override Task SendUserAsync(string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Send(_audience.OfUsers([userId]), methodName, args);

    public override Task SendUsersAsync(IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Send(_audience.OfUsers(userIds), methodName, args);

    public override Task SendConnectionAsync(string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Send(_outboxes.TryGetValue(connectionId, out var outbox) ? [outbox] : [], methodName, args);

    public override Task SendConnectionsAsync(IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Send(connectionIds.Select(id => _outboxes.GetValueOrDefault(id)).OfType<ConnectionOutbox>(), methodName, args);

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        Send(_audience.All, methodName, args);

    public override Task SendAllExceptAsync(string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        Send(_audience.All.Where(outbox => !excludedConnectionIds.Contains(outbox.ConnectionId)), methodName, args);

    private static Task Send(IEnumerable<ConnectionOutbox> outboxes, string methodName, object?[] args)
    {
        var batch = new MessageBatch([new InvocationMessage(methodName, args)]);
        foreach (var outbox in outboxes.Where(outbox => !outbox.IsStream || IsStreamed(args)))
            outbox.Enqueue(batch);
        return Task.CompletedTask;
    }

    /// <summary>Streams have no methods: what they are sent is one message of the contract.</summary>
    private static bool IsStreamed(object?[] args) => args is [{ } message] && ContractsJson.Knows(message);

    private ITaskSink SinkOf(HubConnectionContext connection) => SharedSocket.Of(connection.GetHttpContext())?.Stream is { } stream
        ? new HubSocketSink(connection, stream, _frames, _keepAlive)
        : new HubPipeSink(connection, _messages, _keepAlive);

    internal readonly struct BatchScope(TaskGroup? group) : IAsyncDisposable
    {
        /// <summary>Waits for no client: done when every member's outbox has the batch.</summary>
        public ValueTask DisposeAsync() => group is null ? ValueTask.CompletedTask : new ValueTask(group.CloseBatchAsync());
    }
}
