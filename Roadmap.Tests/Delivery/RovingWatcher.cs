using System.Net.Sockets;
using Roadmap.Contracts;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// Watches one task to its end: stays a while, goes, stays away a while, comes back with its position, where there are instances to another
/// one. It writes down what it sees and judges nothing.
/// </summary>
internal sealed class RovingWatcher(
    string name, ITaskWatches watches, bool stays, string taskId, Load load, Random random)
{
    private static readonly TimeSpan s_connectPatience = TimeSpan.FromSeconds(5);

    private readonly WatcherNotes _notes = new(name, taskId);
    private readonly bool _fromTheStart = random.Next(3) > 0;

    public int Connections { get; private set; }

    /// <summary>Returns when it has seen the end, or when the patience is over.</summary>
    public async Task<WatcherLog> WatchAsync(CancellationToken patience)
    {
        try
        {
            while (!_notes.HasEnded)
            {
                await VisitAsync(patience);
                if (!_notes.HasEnded)
                    await Task.Delay(random.NextDouble() * load.LongestAway, TimeProvider.System, patience);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // What it has not seen by now is for the checker to name.
        }

        return _notes.Log;
    }

    private async Task VisitAsync(CancellationToken patience)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(patience);
        try
        {
            leaving.CancelAfter(s_connectPatience);
            var after = _notes.Position is { } position
                ? new AfterPosition { Epoch = position.Epoch, Seq = position.Seq }
                : _fromTheStart ? new AfterPosition { Seq = 0 } : null;
            await using var watch = await watches.OpenAsync(taskId, after, leaving.Token);
            _notes.Asked(after);
            Connections++;
            leaving.CancelAfter(stays ? load.Patience : random.NextDouble() * load.LongestStay);
            while (!_notes.HasEnded)
                _notes.See(await watch.NextAsync(leaving.Token));
            await foreach (var message in watch.RestAsync(leaving.Token))
                _notes.See(message);
        }
        catch (Exception e)
            when (e is IOException or SocketException || (e is OperationCanceledException && !patience.IsCancellationRequested))
        {
            // It left, or its connection did: both are what it is here for.
        }
    }
}
