using MediatR;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>A connection no longer wants to watch a task; no error when it did not.</summary>
public sealed record UnsubscribeFromTask(string ConnectionId, TaskRequest Body) : IRequest<Unit>, IReadFromJson
{
    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class UnsubscribeFromTaskHandler(TaskFeeds feeds, ConnectionRegistry registry)
    : IRequestHandler<UnsubscribeFromTask, Unit>
{
    public Task<Unit> Handle(UnsubscribeFromTask request, CancellationToken cancellationToken)
    {
        registry.Find(request.ConnectionId)?.Unwatch(request.Body.TaskId!);
        feeds.Unsubscribe(request.Body.TaskId!, request.ConnectionId);
        return Unit.Task;
    }
}
