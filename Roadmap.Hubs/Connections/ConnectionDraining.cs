using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Roadmap.Hubs.FanOut;

namespace Roadmap.Hubs.Connections;

/// <summary>Knows who is connected, and when the server is about to stop asks them to go, a few at a time.</summary>
internal sealed class ConnectionDraining(ITaskFanOut fanOut, IHostApplicationLifetime lifetime, TimeProvider time) : IDraining
{
    /// <summary>So few do no harm by coming down on another instance together, and need not be waited for.</summary>
    public const int SmallestGroup = 10;

    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A client that has not gone so long after the last was asked does not read what it is sent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Action> _here = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasBegun;

    /// <summary>False when the newcomer was asked to go at once: it had come this far before the draining began.</summary>
    /// <param name="connectionId">Which <see cref="Leave"/> will name.</param>
    /// <param name="askToGo">Asks the client to go, and to come back: here or, better, elsewhere.</param>
    public bool TryEnter(string connectionId, Action askToGo)
    {
        _here[connectionId] = askToGo;
        if (!IsTooLate)
            return true;
        askToGo();
        return false;
    }

    public void Leave(string connectionId)
    {
        _here.TryRemove(connectionId, out _);
        CheckAllGone();
    }

    public async Task DrainAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        _hasBegun = true;
        var connections = _here.Values.ToArray();
        var pauses = (int)(period / Pause);
        var size = Math.Max(SmallestGroup, (connections.Length + pauses) / (pauses + 1));
        foreach (var (index, group) in connections.Chunk(size).Index())
        {
            if (index > 0)
                await Task.Delay(Pause, time, cancellationToken);
            foreach (var askToGo in group)
                askToGo();
        }

        CheckAllGone();
        try
        {
            await _allGone.Task.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            foreach (var connectionId in _here.Keys)
                fanOut.Cut(connectionId, CutReason.Stopping);
        }
    }

    /// <summary>
    /// Also while the host stops without having drained: SignalR closes the connections that it had when that began, and one that came after them would
    /// hold up the stop for as long as the host has patience.
    /// </summary>
    private bool IsTooLate => _hasBegun || lifetime.ApplicationStopping.IsCancellationRequested;

    private void CheckAllGone()
    {
        if (_hasBegun && _here.IsEmpty)
            _allGone.TrySetResult();
    }
}
