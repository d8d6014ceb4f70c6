using MediatR;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.LiveList;

namespace Roadmap.Hubs.Push;

/// <summary>What is to be told to those who watch the list of tasks, each task once.</summary>
internal sealed record TasksChanged(IReadOnlyList<TaskChange> Changes) : INotification;

/// <summary>How many changes each group has had.</summary>
internal sealed record ListBeatsDue(IReadOnlyList<(string Group, TasksBeatMessage Beat)> Beats) : INotification;

/// <summary>Retention has deleted tasks.</summary>
internal sealed record TasksDeleted(int Count) : INotification;

/// <summary>Sends changes, and how many there were, to those who watch the list of tasks. What could not be sent is not repeated: it is in the count.</summary>
internal sealed class PushTaskList(IHubContext<TaskProgressHub, ITaskClient> hub, ListCounts counts, HubsMetrics metrics, TimeProvider time)
    : INotificationHandler<TasksChanged>, INotificationHandler<ListBeatsDue>, INotificationHandler<TasksDeleted>
{
    public Task Handle(TasksChanged notification, CancellationToken cancellationToken) => Task.WhenAll(notification.Changes.Select(SendAsync));

    public Task Handle(ListBeatsDue notification, CancellationToken cancellationToken) =>
        Task.WhenAll(notification.Beats.Select(due => hub.Clients.Group(due.Group).TasksBeat(due.Beat)));

    /// <summary>Nobody is told which: a beat that has no change to it makes everyone fetch the list again.</summary>
    public Task Handle(TasksDeleted notification, CancellationToken cancellationToken) => !counts.MayBeWatched
        ? Task.CompletedTask
        : hub.Clients.Group(TaskGroups.List).TasksBeat(
            new TasksBeatMessage { Sender = counts.Sender, Since = time.GetUtcNow(), Sent = notification.Count, Continues = false });

    private async Task SendAsync(TaskChange change)
    {
        // Counted before it is sent: who joins in between has it in the count, or gets it, or both, but never neither.
        var groups = counts.Count(change);
        if (groups.Count == 0)
            return;
        await hub.Clients.Groups(groups).TaskChanged(change.ToMessage(counts.Sender));
        metrics.ListChange(ListChangeOutcome.Sent);
    }
}
