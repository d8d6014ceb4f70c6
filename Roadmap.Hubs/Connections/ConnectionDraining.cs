using Microsoft.Extensions.Hosting;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Connections;

/// <summary>Asks all who were admitted to go when the server is about to stop, a few at a time.</summary>
internal sealed class ConnectionDraining(ConnectionRegistry registry, IHostApplicationLifetime lifetime, TimeProvider time) : IDraining
{
    /// <summary>So few do no harm by coming down on another instance together, and need not be waited for.</summary>
    public const int SmallestGroup = 10;

    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A client that has not gone so long after the last was asked does not read what it is sent.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasBegun;

    /// <summary>How many were admitted and have not gone.</summary>
    private int _here;

    /// <summary>False when the newcomer was asked to go at once: it had come this far before the draining began.</summary>
    public bool TryAdmit(TaskConnection connection, Action askToGo)
    {
        connection.Admit(askToGo);
        Interlocked.Increment(ref _here);
        if (!IsTooLate)
            return true;
        askToGo();
        return false;
    }

    public void Discharge(TaskConnection connection)
    {
        if (connection.TryDischarge())
            Interlocked.Decrement(ref _here);
        CheckAllGone();
    }

    public async Task DrainAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        _hasBegun = true;
        // Only then those are looked for who are here already: TryAdmit goes the other way round.
        Interlocked.MemoryBarrier();
        var connections = registry.All.Select(connection => connection.AskToGo).OfType<Action>().ToArray();
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
            foreach (var connection in registry.All.Where(connection => connection.AskToGo is not null))
                connection.Outbox.Disconnect(DisconnectReason.Stopping);
        }
    }

    /// <summary>
    /// Also while the host stops without having drained: SignalR closes the connections that it had when that began, and one that came
    /// after them would hold up the stop for as long as the host has patience.
    /// </summary>
    private bool IsTooLate => _hasBegun || lifetime.ApplicationStopping.IsCancellationRequested;

    private void CheckAllGone()
    {
        if (_hasBegun && Volatile.Read(ref _here) == 0)
            _allGone.TrySetResult();
    }
}
