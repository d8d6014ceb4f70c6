using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Hubs.FanOut;

namespace Roadmap.Hubs.Hub;

/// <summary>Knows who is on the hub, and when the server is about to stop asks them to go, a few at a time.</summary>
internal sealed class HubDraining(ITaskFanOut fanOut, TimeProvider time) : IDraining
{
    /// <summary>So few do no harm by coming down on another instance together, and need not be waited for.</summary>
    public const int SmallestGroup = 10;

    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A client that has not gone so long after the last was asked does not read what it is sent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, HubCallerContext> _here = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasBegun;

    /// <summary>False when the newcomer was asked to go at once: it had negotiated before the draining began.</summary>
    public bool TryEnter(HubCallerContext connection)
    {
        _here[connection.ConnectionId] = connection;
        if (_hasBegun)
            AskToComeBack(connection);
        return !_hasBegun;
    }

    public void Leave(string connectionId)
    {
        _here.TryRemove(connectionId, out _);
        CheckAllGone();
    }

    /// <summary>A close with <c>allowReconnect</c>: without it the JavaScript client would stop for good.</summary>
    public static void AskToComeBack(HubCallerContext connection) =>
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

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
            foreach (var connection in group)
                AskToComeBack(connection);
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

    private void CheckAllGone()
    {
        if (_hasBegun && _here.IsEmpty)
            _allGone.TrySetResult();
    }
}
