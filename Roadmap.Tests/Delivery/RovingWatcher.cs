using System.Net.Sockets;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Delivery;

/// <summary>
/// Watches one task to its end, from one instance after the other: stays a while, goes by a TCP reset, stays away a while, comes back elsewhere with its
/// position. It writes down what it sees and judges nothing.
/// </summary>
internal sealed class RovingWatcher(string name, string taskId, Cluster cluster, Load load, Random random)
{
    private static readonly TimeSpan s_connectPatience = TimeSpan.FromSeconds(3);

    private readonly List<Sighting> _sightings = [];
    private readonly bool _stays = random.Next(6) == 0;
    private readonly bool _fromTheStart = random.Next(3) > 0;
    private Uri? _instance;
    private Position? _position;
    private bool _ended;

    public int Connections { get; private set; }

    /// <summary>Returns when it has seen the end, or when the patience is over.</summary>
    public async Task<WatcherLog> WatchAsync(CancellationToken patience)
    {
        try
        {
            while (!_ended)
            {
                await VisitAsync(patience);
                if (!_ended)
                    await Task.Delay(random.NextDouble() * load.LongestAway, TimeProvider.System, patience);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // What it has not seen by now is for the checker to name.
        }

        return new WatcherLog(name, taskId, _sightings);
    }

    private async Task VisitAsync(CancellationToken patience)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(patience);
        try
        {
            leaving.CancelAfter(s_connectPatience);
            _instance = cluster.Pick(random, _instance);
            using var hub = await TcpHubClient.ConnectAsync(_instance, leaving.Token);
            Connections++;
            leaving.CancelAfter(_stays ? load.Patience : random.NextDouble() * load.LongestStay);
            await FollowAsync(hub, leaving.Token);
        }
        catch (Exception e) when (e is IOException or SocketException || (e is OperationCanceledException && !patience.IsCancellationRequested))
        {
            // It left, or its connection did: both are what it is here for.
        }
    }

    private async Task FollowAsync(TcpHubClient hub, CancellationToken leaving)
    {
        var after = _position is not null ? new AfterPosition { Epoch = _position.Epoch, Seq = _position.Seq } : _fromTheStart ? new AfterPosition { Seq = 0 } : null;
        await hub.SubscribeAsync(taskId, after, leaving);
        _sightings.Add(new Sighting.Asked(after));
        while (!_ended)
            See(await hub.NextAsync(leaving));

        // The status comes in its place between the events: whatever follows the end would be seen before it.
        await hub.GetStatusAsync(taskId, leaving);
        object last;
        do
            See(last = await hub.NextAsync(leaving));
        while (last is not TaskSnapshot);
    }

    private void See(object message)
    {
        switch (message)
        {
            case ConnectedMessage connected:
                // A position that was asked for and accepted moves with the events only.
                if (_position is null || connected.Recovered == false)
                    _position = connected.Position;
                _sightings.Add(new Sighting.Connected(connected.Position, connected.Recovered));
                break;
            case TaskSnapshot snapshot:
                _ended = snapshot.Status is TaskRunStatus.Completed;
                _sightings.Add(new Sighting.Status(new Position { Epoch = snapshot.Epoch, Seq = snapshot.Seq }, _ended));
                break;
            case TaskEvent stored:
                _position = new Position { Epoch = stored.Epoch, Seq = stored.Seq };
                _ended = stored is CompletedEvent;
                _sightings.Add(new Sighting.Event(_position, stored.Message ?? "", stored.Type));
                break;
            case ErrorMessage { Code: ErrorCodes.LogUnavailable }:
            case HubRefusal refusal when refusal.Error.Contains(ErrorCodes.LogUnavailable, StringComparison.Ordinal):
                throw new IOException("The log is unavailable.");
            default:
                throw new InvalidOperationException($"{name} of {taskId} was told: {message}");
        }
    }
}
