using MediatR;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Requests;

namespace Roadmap.Hubs.Subscriptions;

/// <summary>Where a task stands. On a task that the connection watches it is also pushed, in its place between the events.</summary>
public sealed record GetTaskStatus(string ConnectionId, TaskRequest Body) : IRequest<TaskSnapshot>, IReadFromJson
{
    public required Caller Caller { get; init; }

    public FieldErrors ReadErrors { get; init; } = [];
}

internal sealed class GetTaskStatusHandler(TaskFeeds feeds, TimedLogReader log, IEarlierRuns earlier)
    : IRequestHandler<GetTaskStatus, TaskSnapshot>
{
    public async Task<TaskSnapshot> Handle(GetTaskStatus request, CancellationToken cancellationToken)
    {
        var taskId = request.Body.TaskId!;
        if (await feeds.AskStatusAsync(taskId, request.ConnectionId) is { } pushed)
            return pushed;
        var view = await log.ReadAsync(taskId, afterSeq: 0, limit: 0, bytes: 0, cancellationToken);
        TaskAdmission.Demand(request.Caller, TaskVerb.See, view?.Head, taskId);
        // Whoever may not see it is not to see that something more was asked for, either.
        await earlier.LoadAsync(view!.Head);
        return view.Head.ToSnapshot(view.OldestSeq, earlier.Find(view.Head));
    }
}
