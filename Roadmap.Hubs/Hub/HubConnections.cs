using MediatR;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Hub;

/// <summary>The coming and going of hub connections, and subscribing by query string.</summary>
internal sealed class HubConnections(
    IMediator mediator, TaskConnections connections, ConnectionCallers callers, CallerKeys keys, ILogger<TaskProgressHub> logger)
{
    public async Task OpenAsync(HubCallerContext context, ITaskClient caller)
    {
        var admission = connections.Open(context.ConnectionId, keys.Of(context.GetHttpContext()), () => AskToComeBack(context));
        if (admission is ConnectionAdmission.TooMany { Sentence: var sentence })
        {
            await caller.Error(new ErrorMessage { Code = ErrorCodes.RateLimited, Message = sentence });
            AskToComeBack(context);
        }

        if (admission is ConnectionAdmission.Admitted
            && context.GetHttpContext()?.Request.Query is { } query
            && SubscribeQuery.NamesTask(query))
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
            await mediator.Send(new SubscribeToTask(context.ConnectionId, body)
            {
                Caller = callers.Of(context.ConnectionId),
                ReadErrors = errors,
            });
        }
        catch (Exception e)
        {
            // A fault, thrown from here, would close the connection without OnDisconnectedAsync.
            var refusal = Refusal.Of(e, "The subscription");
            if (refusal.IsFault)
                logger.HubCallFailed(e, nameof(TaskProgressHub.Subscribe));
            await caller.Error(new ErrorMessage { Code = refusal.Code, Message = refusal.Message, TaskId = body.TaskId });
            if (e is not RequestRefusedException)
                AskToComeBack(context);
        }
    }
}
