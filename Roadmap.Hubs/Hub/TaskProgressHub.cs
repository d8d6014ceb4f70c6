using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.Requests;
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

    private readonly ConnectionCallers _callers;

    internal TaskProgressHub(IMediator mediator, HubConnections connections, ConnectionCallers callers)
    {
        _mediator = mediator;
        _connections = connections;
        _callers = callers;
    }

    private Caller Caller => _callers.Of(Context.ConnectionId);

    public Task<SubscribeReply> Subscribe(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<SubscribeRequest>(request);
        return _mediator.Send(new SubscribeToTask(Context.ConnectionId, body) { Caller = Caller, ReadErrors = errors });
    }

    public Task Unsubscribe(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<TaskRequest>(request);
        return _mediator.Send(new UnsubscribeFromTask(Context.ConnectionId, body) { ReadErrors = errors });
    }

    public Task<TaskSnapshot> GetStatus(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<TaskRequest>(request);
        return _mediator.Send(new GetTaskStatus(Context.ConnectionId, body) { Caller = Caller, ReadErrors = errors });
    }

    public Task<TasksBeatMessage> WatchTasks(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<WatchTasksRequest>(request);
        return _mediator.Send(new WatchTasks(Context.ConnectionId, body) { Caller = Caller, ReadErrors = errors });
    }

    public Task UnwatchTasks() => _mediator.Send(new UnwatchTasks(Context.ConnectionId));

    /// <summary>A fresh token, for the connection to last longer.</summary>
    public Task Authenticate(JsonElement token) => token.ValueKind == JsonValueKind.String
        ? _callers.RenewAsync(Context.ConnectionId, token.GetString()!, Context.ConnectionAborted)
        : throw new RequestRefusedException(ErrorCodes.InvalidRequest, "The argument is the token, as text.");

    public Task Ping() => Clients.Caller.Pong(new PongMessage());

    public override Task OnConnectedAsync() => _connections.OpenAsync(Context, Clients.Caller);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        _connections.Close(Context.ConnectionId);
        return Task.CompletedTask;
    }
}
