using System.Collections.Concurrent;
using MediatR;
using Roadmap.Hubs.Feeds;

namespace Roadmap.Api.Generation.Running;

/// <summary>
/// Brings commands to the runs of this instance, wherever they were asked for: a run keeps its task's feed going, and what the feed makes
/// known arrives here.
/// </summary>
internal sealed class RunCommands : INotificationHandler<TaskEventsArrived>, INotificationHandler<SubscriptionReset>
{
    private readonly ConcurrentDictionary<string, GenerationRun> _runs = new(StringComparer.Ordinal);

    public void Listen(GenerationRun run) => _runs[run.TaskId] = run;

    public void Leave(GenerationRun run) => _runs.TryRemove(KeyValuePair.Create(run.TaskId, run));

    public Task Handle(TaskEventsArrived notification, CancellationToken cancellationToken)
    {
        if (_runs.TryGetValue(notification.TaskId, out var run))
            run.Notice(notification.Events);
        return Task.CompletedTask;
    }

    /// <summary>Events may have been passed over; what is pending stands in the snapshot.</summary>
    public Task Handle(SubscriptionReset notification, CancellationToken cancellationToken)
    {
        if (_runs.TryGetValue(notification.TaskId, out var run))
            run.Notice(notification.Snapshot.PendingCommand);
        return Task.CompletedTask;
    }
}
