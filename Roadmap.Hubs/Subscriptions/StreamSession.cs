using MediatR;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>
/// One stream from its opening to its end: a raw WebSocket or an event stream, which came for one task. A task that is not there yet is
/// waited for.
/// </summary>
/// <param name="taskId">The task.</param>
/// <param name="outbox">By which the stream is sent to.</param>
/// <param name="admission">Whether it may subscribe.</param>
/// <param name="stopping">What asks it to go when the server stops.</param>
/// <param name="services">What it works with.</param>
internal sealed class StreamSession(
    string taskId, ConnectionOutbox outbox, ConnectionAdmission admission, IDisposable stopping, StreamServices services) : IDisposable
{
    public ConnectionAdmission Admission => admission;

    /// <summary>Null when it is subscribed; else what it waits for, which it has been told. Throws as every subscription does.</summary>
    /// <param name="request">What it wants.</param>
    /// <param name="gone">Its client has gone.</param>
    public async Task<AwaitedTask?> SubscribeAsync(SubscribeToTask request, CancellationToken gone)
    {
        var time = new EvenTime();
        try
        {
            await services.Mediator.Send(request, gone);
            return null;
        }
        catch (RequestRefusedException e) when (e.Code == ErrorCodes.TaskNotFound && !request.Caller.IsOperator)
        {
            await time.FillAsync(gone);
            throw;
        }
        catch (RequestRefusedException e)
            when (e.Code == ErrorCodes.TaskNotFound
                && (request.Body.After is not { } after || AwaitedPosition.Is(after)))
        {
            if (services.Unknown.TryWait(taskId, gone) is not { } awaited)
                throw;
            Send(TaskEventTypes.Connected, awaited.Connected);
            if (request.Body.IncludeHistory ?? true)
                SendStatus(awaited);
            _ = SubscribeWhenThereAsync(request, awaited);
            return awaited;
        }
    }

    /// <summary>Sends one message of the contract, in its place between the others.</summary>
    public void Send(string target, object message) => services.Registry.Send(outbox.ConnectionId, target, message);

    /// <summary>Sends where a task stands that is not there yet.</summary>
    public void SendStatus(AwaitedTask awaited) => Send(TaskEventTypes.CurrentStatus, awaited.Snapshot);

    /// <summary>Sends what says nothing but that the connection is alive.</summary>
    public void SendKeepAlive(MessageBatch keepAlive) => outbox.Enqueue(keepAlive);

    /// <summary>Done when the client has taken everything that was sent to it so far, or has gone.</summary>
    public Task WaitUntilDrainedAsync() => outbox.WaitUntilDrainedAsync(CancellationToken.None);

    /// <summary>Ends the stream when what it was sent so far is written.</summary>
    public void End(CloseReason end) => outbox.End(end);

    /// <summary>Ends a stream that cannot be served, and says why.</summary>
    public void End(Exception why)
    {
        var refusal = Refusal.Of(why, "This");
        if (refusal.IsFault)
            services.Logger.SocketFailed(why, taskId);
        End(new CloseReason(refusal.Code, refusal.Message));
    }

    /// <summary>The client has gone.</summary>
    public void Dispose()
    {
        stopping.Dispose();
        services.Connections.Close(outbox.ConnectionId);
        services.Registry.Exit(outbox.ConnectionId);
    }

    /// <summary>Waits, and subscribes from the task's first event on; or ends the stream.</summary>
    private async Task SubscribeWhenThereAsync(SubscribeToTask request, AwaitedTask awaited)
    {
        if (await awaited.Over == AwaitedOutcome.ClientGone)
            return;
        try
        {
            var fromFirst = request.Body with { After = new AfterPosition { Seq = 0 } };
            await services.Mediator.Send(request with { Body = fromFirst, IsConnected = true });
        }
        catch (Exception e)
        {
            End(e);
        }
    }
}

/// <summary>What streams work with.</summary>
internal sealed record StreamServices(
    IMediator Mediator, UnknownTasks Unknown, ConnectionRegistry Registry, TaskConnections Connections, ILogger<StreamSession> Logger);
