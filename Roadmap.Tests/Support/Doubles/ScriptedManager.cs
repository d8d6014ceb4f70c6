using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Roadmap.Hubs.Hub;

namespace Roadmap.Tests.Support;

/// <summary>A manager of SignalR's whose joins do what the test says: they succeed, fail, or wait.</summary>
internal sealed class ScriptedManager()
    : DefaultHubLifetimeManager<TaskProgressHub>(NullLogger<DefaultHubLifetimeManager<TaskProgressHub>>.Instance)
{
    /// <summary>What was done, as <c>join a</c>, <c>leave a</c>, <c>add a to g</c>, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What a join ends with.</summary>
    public Func<Task> Join { get; set; } = () => Task.CompletedTask;

    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        Calls.Enqueue($"join {connection.ConnectionId}");
        await Join();
        await base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        Calls.Enqueue($"leave {connection.ConnectionId}");
        return base.OnDisconnectedAsync(connection);
    }

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        Calls.Enqueue($"add {connectionId} to {groupName}");
        return base.AddToGroupAsync(connectionId, groupName, cancellationToken);
    }

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        Calls.Enqueue($"remove {connectionId} from {groupName}");
        return base.RemoveFromGroupAsync(connectionId, groupName, cancellationToken);
    }
}
