using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.HubProtocols;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.Hub;

/// <summary>
/// SignalR's way to the outboxes. What is sent to a task's group goes to the <see cref="TaskGroups"/> of this instance, since every
/// instance feeds its own. All else that <c>IHubContext</c> offers goes by SignalR's own manager in the <see cref="HubBackplane"/>, whose
/// writes come back to the same outboxes.
/// </summary>
internal sealed class TaskGroupLifetimeManager(
    TaskHubProtocols protocols,
    HubBackplane backplane,
    ConnectionRegistry registry,
    TaskGroups groups,
    ICallers callers)
    : HubLifetimeManager<TaskProgressHub>
{
    private readonly SharedMessages _shared = new();
    private readonly Dictionary<string, HubFormats> _formats =
        protocols.AllProtocols.ToDictionary(protocol => protocol.Name, HubFormats.Of, StringComparer.Ordinal);

    /// <summary>Serialised once for all.</summary>
    private readonly MessageBatch _keepAlive = new([PingMessage.Instance]);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        // Where callers are known, there is a request in which they have shown who they are.
        var caller = callers.AreKnown ? callers.Of(connection.GetHttpContext()!) : Caller.Unrestricted;
        backplane.Enter(new OutboxConnection(connection, registry.Enter(SinkOf(connection), caller).Outbox, _shared));
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        registry.Exit(connection.ConnectionId);
        backplane.Leave(connection.ConnectionId);
        return Task.CompletedTask;
    }

    /// <summary>Lets every outbox notice a write that makes no progress, and tries failed joins again; called once a second.</summary>
    public void Tick()
    {
        backplane.Tick();
        registry.Tick();
    }

    /// <summary>
    /// A group of the host's, on all instances. Those of tasks are changed by their feeds alone.
    /// </summary>
    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        registry.HasDeparted(connectionId) ? Task.CompletedTask : backplane.AddToGroupAsync(connectionId, groupName, cancellationToken);

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        registry.HasDeparted(connectionId)
            ? Task.CompletedTask
            : backplane.RemoveFromGroupAsync(connectionId, groupName, cancellationToken);

    public override Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (!TaskGroups.IsOne(groupName))
            return backplane.Manager.SendGroupAsync(groupName, methodName, args, cancellationToken);
        return groups.Find(groupName) is { } group
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
        if (registry.TryFindOutbox(connectionId, out var outbox))
            Send([outbox], methodName, args);
        else if (!registry.HasDeparted(connectionId))
            return backplane.Manager.SendConnectionAsync(connectionId, methodName, args, cancellationToken);
        return Task.CompletedTask;
    }

    /// <inheritdoc cref="SendConnectionAsync"/>
    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        Send(connectionIds.Select(id => registry.Find(id)?.Outbox).OfType<ConnectionOutbox>(), methodName, args);
        string[] elsewhere = [.. connectionIds.Where(id => registry.Find(id) is null && !registry.HasDeparted(id))];
        return elsewhere.Length == 0
            ? Task.CompletedTask
            : backplane.Manager.SendConnectionsAsync(elsewhere, methodName, args, cancellationToken);
    }

    public override async Task<T> InvokeConnectionAsync<T>(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken)
    {
        if (registry.HasDeparted(connectionId))
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
}
