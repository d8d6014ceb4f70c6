using MediatR;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.Log;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Hub;

/// <summary>The coming and going of hub connections, and subscribing by query string.</summary>
internal sealed class HubConnections(IMediator mediator, TaskConnections connections, ILogger<TaskProgressHub> logger)
{
    public async Task OpenAsync(HubCallerContext context, ITaskClient caller)
    {
        var admission = connections.Open(context.ConnectionId, () => AskToComeBack(context));
        if (admission == ConnectionAdmission.TooMany)
        {
            await caller.Error(new ErrorMessage { Code = ErrorCodes.RateLimited, Message = TaskConnections.TooMany });
            AskToComeBack(context);
        }

        if (admission == ConnectionAdmission.Admitted && context.GetHttpContext()?.Request.Query is { } query && SubscribeQuery.NamesTask(query))
            await SubscribeAsync(context, caller, query);
    }

    public void Close(string connectionId) => connections.Close(connectionId);

    /// <summary>A close with <c>allowReconnect</c>: without it the JavaScript client would stop for good.</summary>
    private static void AskToComeBack(HubCallerContext connection) =>
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

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
            AskToComeBack(context);
        }
        catch (Exception e)
        {
            // Thrown from here it would close the connection without OnDisconnectedAsync.
            HubsLog.HubCallFailed(logger, e, nameof(TaskProgressHub.Subscribe));
            await caller.Error(new ErrorMessage { Code = ErrorCodes.InternalError, Message = "The subscription failed through a fault of the server.", TaskId = body.TaskId });
            AskToComeBack(context);
        }
    }
}
