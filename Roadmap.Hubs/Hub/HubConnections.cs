using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Log;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Hub;

/// <summary>The coming and going of hub connections: the limit on their number, subscribing by query string, leaving everything at the end.</summary>
internal sealed class HubConnections(
    IMediator mediator, TaskFeeds feeds, ConnectionSubscriptions subscriptions, HubDraining draining, IOptions<LimitsOptions> limits, ILogger<TaskProgressHub> logger)
{
    private int _open;

    public async Task OpenAsync(HubCallerContext context, ITaskClient caller)
    {
        subscriptions.Open(context.ConnectionId);
        if (Interlocked.Increment(ref _open) > limits.Value.Connections)
        {
            await caller.Error(new ErrorMessage { Code = ErrorCodes.RateLimited, Message = "This server has as many connections as it takes. Try again later." });
            HubDraining.AskToComeBack(context);
            return;
        }

        if (draining.TryEnter(context) && context.GetHttpContext()?.Request.Query is { } query && SubscribeQuery.IsIn(query))
            await SubscribeAsync(context, caller, query);
    }

    public void Close(string connectionId)
    {
        Interlocked.Decrement(ref _open);
        draining.Leave(connectionId);
        foreach (var taskId in subscriptions.Close(connectionId))
            feeds.Unsubscribe(taskId, connectionId);
    }

    /// <summary>A refusal leaves the connection open: it may subscribe to something else.</summary>
    private async Task SubscribeAsync(HubCallerContext context, ITaskClient caller, IQueryCollection query)
    {
        var (body, errors) = SubscribeQuery.Read(query);
        try
        {
            await mediator.Send(new SubscribeToTask(context.ConnectionId, body) { ReadErrors = errors });
        }
        catch (RequestRefusedException e)
        {
            await caller.Error(new ErrorMessage { Code = e.Code, Message = e.Message, TaskId = body.TaskId });
        }
        catch (LogUnavailableException)
        {
            await caller.Error(new ErrorMessage { Code = ErrorCodes.LogUnavailable, Message = LogUnavailableException.ForPeople, TaskId = body.TaskId });
            HubDraining.AskToComeBack(context);
        }
        catch (Exception e)
        {
            // Thrown from here it would close the connection without OnDisconnectedAsync.
            HubsLog.HubCallFailed(logger, e, nameof(TaskProgressHub.Subscribe));
            await caller.Error(new ErrorMessage { Code = ErrorCodes.InternalError, Message = "The subscription failed through a fault of the server.", TaskId = body.TaskId });
            HubDraining.AskToComeBack(context);
        }
    }
}
