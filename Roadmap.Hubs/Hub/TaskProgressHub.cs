using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Hub;

/// <summary>
/// Where clients watch tasks. Arguments come as raw JSON, so that a wrong type is refused with a code and a path as any other fault is.
/// </summary>
internal sealed class TaskProgressHub(IMediator mediator, HubConnections connections) : Hub<ITaskClient>
{
    public Task<SubscribeReply> Subscribe(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<SubscribeRequest>(request);
        return mediator.Send(new SubscribeToTask(Context.ConnectionId, body) { ReadErrors = errors });
    }

    public Task Unsubscribe(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<TaskRequest>(request);
        return mediator.Send(new UnsubscribeFromTask(Context.ConnectionId, body) { ReadErrors = errors });
    }

    public Task<TaskSnapshot> GetStatus(JsonElement request)
    {
        var (body, errors) = HubArgument.Read<TaskRequest>(request);
        return mediator.Send(new GetTaskStatus(Context.ConnectionId, body) { ReadErrors = errors });
    }

    public Task Ping() => Clients.Caller.Pong(new PongMessage());

    public override Task OnConnectedAsync() => connections.OpenAsync(Context, Clients.Caller);

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Close(Context.ConnectionId);
        return Task.CompletedTask;
    }
}
