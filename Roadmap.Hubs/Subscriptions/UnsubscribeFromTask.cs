using MediatR;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Feeds;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>A connection no longer wants to watch a task; no error when it did not.</summary>
public sealed record UnsubscribeFromTask(string ConnectionId, TaskRequest Body) : IRequest<Unit>, IReadFromJson
{
    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class UnsubscribeFromTaskHandler(TaskFeeds feeds, ConnectionSubscriptions connections) : IRequestHandler<UnsubscribeFromTask, Unit>
{
    public Task<Unit> Handle(UnsubscribeFromTask request, CancellationToken cancellationToken)
    {
        connections.Remove(request.ConnectionId, request.Body.TaskId!);
        feeds.Unsubscribe(request.Body.TaskId!, request.ConnectionId);
        return Unit.Task;
    }
}
