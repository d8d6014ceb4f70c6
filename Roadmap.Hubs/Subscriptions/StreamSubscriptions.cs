using MediatR;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Log;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>Subscribes streams, each of which came for one task: one that is not there yet is waited for.</summary>
internal sealed class StreamSubscriptions(IMediator mediator, UnknownTasks unknown, TaskGroupLifetimeManager manager, ILogger<StreamSubscriptions> logger)
{
    /// <summary>Null when it is subscribed; else what it waits for, which it has been told. Throws as every subscription does.</summary>
    /// <param name="request">Whose it is, and what it wants.</param>
    /// <param name="gone">Its client has gone.</param>
    public async Task<AwaitedTask?> SubscribeAsync(SubscribeToTask request, CancellationToken gone)
    {
        try
        {
            await mediator.Send(request, gone);
            return null;
        }
        catch (RequestRefusedException e) when (e.Code == ErrorCodes.TaskNotFound && (request.Body.After is not { } after || AwaitedPosition.Is(after)))
        {
            if (unknown.TryWait(request.Body.TaskId!, gone) is not { } awaited)
                throw;
            await manager.SendConnectionAsync(request.ConnectionId, TaskEventTypes.Connected, [awaited.Connected], gone);
            if (request.Body.IncludeHistory ?? true)
                await AnswerStatusAsync(request.ConnectionId, awaited);
            return awaited;
        }
    }

    /// <summary>A stream that waits asks where its task stands.</summary>
    public Task AnswerStatusAsync(string connectionId, AwaitedTask awaited) =>
        manager.SendConnectionAsync(connectionId, TaskEventTypes.CurrentStatus, [awaited.Snapshot]);

    /// <summary>Waits, and subscribes from the task's first event on; or ends the stream.</summary>
    public async Task SubscribeWhenThereAsync(SubscribeToTask request, AwaitedTask awaited)
    {
        if (await awaited.Over == AwaitedOutcome.ClientGone)
            return;
        try
        {
            await mediator.Send(request with { Body = request.Body with { After = new AfterPosition { Seq = 0 } }, IsConnected = true });
        }
        catch (Exception e)
        {
            End(request.ConnectionId, awaited.TaskId, e);
        }
    }

    /// <summary>Ends a stream that cannot be served, and says why.</summary>
    public void End(string connectionId, string taskId, Exception why)
    {
        switch (why)
        {
            case RequestRefusedException refused:
                manager.End(connectionId, new StreamEnd(refused.Code, refused.Message));
                break;
            case LogUnavailableException:
                manager.End(connectionId, new StreamEnd(ErrorCodes.LogUnavailable, LogUnavailableException.ForPeople));
                break;
            default:
                HubsLog.SocketFailed(logger, why, taskId);
                manager.End(connectionId, new StreamEnd(ErrorCodes.InternalError, "This failed through a fault of the server."));
                break;
        }
    }
}
