using MediatR;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>A connection wants to hear of all tasks that pass a filter, from now on.</summary>
public sealed record WatchTasks(string ConnectionId, WatchTasksRequest Body) : IRequest<TasksBeatMessage>, IReadFromJson
{
    public required Caller Caller { get; init; }

    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class WatchTasksHandler(
    ListWatches watches, ConnectionRegistry registry, IOptions<LimitsOptions> limits, TimeProvider time)
    : IRequestHandler<WatchTasks, TasksBeatMessage>
{
    public async Task<TasksBeatMessage> Handle(WatchTasks request, CancellationToken cancellationToken)
    {
        var wait = registry.Find(request.ConnectionId)?.WaitOf(limits.Value.SubscriptionsPerConnection, time) ?? TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
        var filter = request.Body;
        var scope = TaskAdmission.ScopeOf(request.Caller, filter.Owner);
        var group = scope.Creator is { } creator
            ? ListGroups.OfCreator(creator, filter.Kind, filter.Status)
            : ListGroups.Of(scope.Owner, filter.Kind, filter.Status);
        return await watches.WatchAsync(request.ConnectionId, group, cancellationToken);
    }
}

/// <summary>A connection no longer wants to hear of the list; no error when it did not.</summary>
public sealed record UnwatchTasks(string ConnectionId) : IRequest<Unit>;

internal sealed class UnwatchTasksHandler(ListWatches watches) : IRequestHandler<UnwatchTasks, Unit>
{
    public async Task<Unit> Handle(UnwatchTasks request, CancellationToken cancellationToken)
    {
        await watches.UnwatchAsync(request.ConnectionId, cancellationToken);
        return Unit.Value;
    }
}
