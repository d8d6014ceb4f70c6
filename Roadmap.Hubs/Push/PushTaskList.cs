using MediatR;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Roadmap.Contracts;
using Roadmap.Hubs.Hub;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Push;

/// <summary>
/// Sends changes, and how many there were, to those who watch the list of tasks. What could not be sent is not repeated: it is in the
/// count, and the next beat that arrives tells of it.
/// </summary>
internal sealed class PushTaskList(
    IHubContext<TaskProgressHub, ITaskClient> hub, ListCounts counts, HubsMetrics metrics, TimeProvider time, ILogger<PushTaskList> logger)
    : INotificationHandler<TasksChanged>, INotificationHandler<ListBeatsDue>, INotificationHandler<TasksDeleted>, IDisposable
{
    private const int BeatsAtOnce = 256;

    /// <summary>
    /// A beat tells how many changes went before it. So what is counted is sent before anything else is counted: a beat in between would
    /// make its watchers fetch a list that they have.
    /// </summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private volatile bool _isFailing;

    public Task Handle(TasksChanged notification, CancellationToken cancellationToken) =>
        SendInTurnAsync(notification.Changes, SendAsync, cancellationToken);

    public async Task Handle(ListBeatsDue notification, CancellationToken cancellationToken)
    {
        foreach (var groups in counts.Names().Chunk(BeatsAtOnce))
            await SendInTurnAsync(groups, SendBeatAsync, cancellationToken);
    }

    /// <summary>Nobody is told which: a beat that is no count of anybody's makes everyone fetch the list again.</summary>
    public Task Handle(TasksDeleted notification, CancellationToken cancellationToken) => counts.MayBeWatched
        ? TrySendAsync(() => hub.Clients.Group(ListGroups.All).TasksBeat(new TasksBeatMessage
        {
            Sender = counts.DeletionsSender,
            Since = time.GetUtcNow(),
            Sent = notification.Count,
            Continues = false,
        }))
        : Task.CompletedTask;

    public void Dispose() => _turn.Dispose();

    private async Task SendInTurnAsync<T>(IEnumerable<T> due, Func<T, Task> send, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await Task.WhenAll(due.Select(send));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task SendAsync(TaskChange change)
    {
        // Counted before it is sent: who joins in between has it in the count, or gets it, or both, but never neither.
        var groups = counts.Count(change);
        if (groups.Count == 0)
            return;
        var isSent = await TrySendAsync(() => hub.Clients.Groups(groups).TaskChanged(change.ToMessage(counts.Sender)));
        metrics.ListChange(isSent ? ListChangeOutcome.Sent : ListChangeOutcome.Failed);
    }

    private async Task SendBeatAsync(string group)
    {
        if (counts.NextBeat(group) is { } beat && await TrySendAsync(() => hub.Clients.Group(group).TasksBeat(beat)) && !beat.Continues)
            counts.Forget(group, beat);
    }

    /// <summary>The backplane can be out of reach, which tells of that itself. Here it is told once, until it is over.</summary>
    private async Task<bool> TrySendAsync(Func<Task> send)
    {
        try
        {
            await send();
            _isFailing = false;
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, others have to be sent to, and the count tells of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var error = e.GetType().Name;
            if (!_isFailing)
                logger.ListPushFailed(error);
            _isFailing = true;
            return false;
        }
    }
}
