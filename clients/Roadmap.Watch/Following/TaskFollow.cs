using Roadmap.Client;
using Roadmap.Contracts;

namespace Roadmap.Watch.Following;

/// <summary>Follows one task to its end.</summary>
/// <param name="client">Of the server that has it.</param>
/// <param name="taskId">Which one.</param>
/// <param name="retryFor">How long a server that has gone away is tried to be reached.</param>
internal sealed class TaskFollow(RoadmapClient client, string taskId, TimeSpan retryFor)
{
    /// <summary>Beginning with all events that there were, instead of with the task as it is.</summary>
    public bool FromTheStart { get; init; }

    /// <returns>The task as it ended.</returns>
    /// <exception cref="RoadmapException">It cannot be followed, or the server cannot be reached.</exception>
    public async Task<TaskSnapshot> RunAsync(ITaskOutput output, CancellationToken cancellationToken)
    {
        using var patience = new Patience(retryFor, TimeProvider.System, cancellationToken);
        var watch = client.Watch(taskId);
        watch.StateChanged += (_, state) =>
        {
            patience.Note(state);
            output.ShowConnection(state);
        };
        watch.WasReset += (_, _) => output.ShowLoss();
        var isFirst = true;
        try
        {
            await foreach (var message in watch.WithCancellation(patience.Over))
            {
                if (isFirst && FromTheStart && message is TaskSnapshot { Seq: > 0 } snapshot)
                    await ShowHistoryAsync(output, snapshot, patience.Over);
                isFirst = false;
                output.Show(message, watch.Snapshot);
            }
        }
        catch (OperationCanceledException) when (patience.Error is not null && !cancellationToken.IsCancellationRequested)
        {
            throw patience.Error;
        }

        return watch.Snapshot!;
    }

    /// <summary>What is kept of the events up to the snapshot: those that follow come live.</summary>
    private async Task ShowHistoryAsync(ITaskOutput output, TaskSnapshot snapshot, CancellationToken cancellationToken)
    {
        AfterPosition? after = null;
        while (after is null || after.Seq < snapshot.Seq)
        {
            var page = await client.GetEventsAsync(taskId, after, ContractLimits.EventsPerPage, cancellationToken);
            foreach (var happened in page.Events.Where(happened => happened.Seq <= snapshot.Seq))
                output.Show(happened, task: null);
            if (page.Events.Count == 0)
                return;
            after = new AfterPosition { Epoch = page.Epoch, Seq = page.NextAfterSeq };
        }
    }
}
