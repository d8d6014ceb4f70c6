using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Hub;

/// <summary>
/// Where clients watch tasks. Arguments come as raw JSON, so that a wrong type is refused with a code and a path as any other fault is.
/// Public for a host to name: <c>IHubContext&lt;TaskProgressHub, ITaskClient&gt;</c> reaches the hub's connections, and groups of the
/// host's own.
/// </summary>
public sealed class TaskProgressHub : Hub<ITaskClient>
{
    private readonly IMediator _mediator;
    private readonly HubConnections _connections;

    internal TaskProgressHub(IMediator mediator, HubConnections connections)
    {
        _mediator = mediator;
        _connections = connections;
    }

    public Task<SubscribeReply> Subscribe(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<SubscribeRequest>(request);
        return _mediator.Send(new SubscribeToTask(Context.ConnectionId, body) { ReadErrors = errors });
    }

    public Task Unsubscribe(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<TaskRequest>(request);
        return _mediator.Send(new UnsubscribeFromTask(Context.ConnectionId, body) { ReadErrors = errors });
    }

    public Task<TaskSnapshot> GetStatus(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<TaskRequest>(request);
        return _mediator.Send(new GetTaskStatus(Context.ConnectionId, body) { ReadErrors = errors });
    }

    public Task<TasksBeatMessage> WatchTasks(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<WatchTasksRequest>(request);
        return _mediator.Send(new WatchTasks(Context.ConnectionId, body) { ReadErrors = errors });
    }

    public Task UnwatchTasks() => _mediator.Send(new UnwatchTasks(Context.ConnectionId));

    public Task Ping() => Clients.Caller.Pong(new PongMessage());

    public override Task OnConnectedAsync() => _connections.OpenAsync(Context, Clients.Caller);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        _connections.Close(Context.ConnectionId);
        return Task.CompletedTask;
    }
}
