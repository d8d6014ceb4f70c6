using MediatR;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>A connection wants to watch a task.</summary>
public sealed record SubscribeToTask(string ConnectionId, SubscribeRequest Body) : IRequest<SubscribeReply>, IReadFromJson
{
    public required Caller Caller { get; init; }

    /// <summary>Whether <c>connected</c> was sent already, since the task was waited for.</summary>
    internal bool IsConnected { get; init; }

    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class SubscribeToTaskHandler(
    TaskFeeds feeds, TimedLogReader log, ConnectionRegistry registry, IOptions<LimitsOptions> limits, TimeProvider time)
    : IRequestHandler<SubscribeToTask, SubscribeReply>
{
    public async Task<SubscribeReply> Handle(SubscribeToTask request, CancellationToken cancellationToken)
    {
        var (connectionId, body) = (request.ConnectionId, request.Body);
        var limit = limits.Value.SubscriptionsPerConnection;
        var connection = registry.Find(connectionId);
        var wait = connection?.WaitOf(limit, time) ?? TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
        var admission = connection?.Watch(body.TaskId!, limit) ?? SubscriptionAdmission.ConnectionGone;
        if (admission == SubscriptionAdmission.TooMany)
            throw new RequestRefusedException(
                ErrorCodes.RateLimited, $"One connection may watch {limit} tasks at most. Unsubscribe from one first.");

        try
        {
            // Who sees it is let in by what is at hand. Nobody is refused by that: what is watched is at hand, and what is not there has to
            // be looked for, and a stranger is not to see the difference.
            Func<TaskState, bool>? sees = request.Caller.IsOperator ? null : request.Caller.Sees;
            if (sees is not null && !feeds.HasFor(body.TaskId!, sees))
                TaskAdmission.Demand(
                    request.Caller, TaskVerb.See, (await log.ReadAsync(body.TaskId!, 0, 0, 0, cancellationToken))?.Head, body.TaskId!);
            return await feeds.SubscribeAsync(
                body.TaskId!, connectionId, body.IncludeHistory ?? true, body.After, request.IsConnected, sees);
        }
        catch (LogUnavailableException)
        {
            // An earlier subscription may have been replaced by then: so that nobody has to guess, it is over in any case.
            connection?.Unwatch(body.TaskId!);
            feeds.Unsubscribe(body.TaskId!, connectionId);
            throw;
        }
        catch (RequestRefusedException) when (admission == SubscriptionAdmission.Admitted)
        {
            connection?.Unwatch(body.TaskId!);
            throw;
        }
        finally
        {
            // It may have gone after it was admitted, and before the feed took it in.
            if (connection is not { IsOpen: true })
                feeds.Unsubscribe(body.TaskId!, connectionId);
        }
    }
}
