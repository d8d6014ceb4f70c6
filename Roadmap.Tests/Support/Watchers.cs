using System.Collections.Concurrent;
using MediatR;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Push;

namespace Roadmap.Tests.Support;

/// <summary>The connections of a feed under test: takes what the feed publishes, and keeps each connection's own record.</summary>
internal sealed class Watchers : IMediator, ITaskFanOut
{
    private readonly ConcurrentDictionary<string, WatcherRecord> _records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _group = new(StringComparer.Ordinal);

    public WatcherRecord Of(string connectionId) => _records.GetOrAdd(connectionId, id => new WatcherRecord(id));

    public IEnumerable<string> Faults => _records.Values.SelectMany(record => record.Faults);

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification
    {
        switch (notification)
        {
            case SubscriptionOpened opened:
                Of(opened.ConnectionId).Connected(opened.Connected);
                if (opened.Snapshot is not null)
                    Of(opened.ConnectionId).CurrentStatus(opened.Snapshot);
                break;
            case MissedEventsFound missed:
                foreach (var stored in missed.Events)
                    Of(missed.ConnectionId).Event(stored);
                break;
            case TaskEventsArrived arrived:
                foreach (var id in _group.Keys)
                    foreach (var stored in arrived.Events)
                        Of(id).Event(stored);
                break;
            case SubscriptionReset reset:
                foreach (var id in _group.Keys)
                {
                    Of(id).Connected(reset.Connected);
                    Of(id).CurrentStatus(reset.Snapshot);
                }

                break;
        }

        return Task.CompletedTask;
    }

    public Task Publish(object notification, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Join(string connectionId, string taskId) => _group[connectionId] = true;

    public void Leave(string connectionId, string taskId) => _group.TryRemove(connectionId, out _);

    public Task WaitUntilDrainedAsync(string connectionId, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Cut(string connectionId, CutReason reason)
    {
        Of(connectionId).IsCut = true;
        // Only a log that goes away in the middle of a replay is a reason here.
        if (reason != CutReason.ReplayFailed)
            Of(connectionId).Faults.Enqueue($"{connectionId} was cut: {reason}");
    }
}

/// <summary>What one connection was sent, held against the promise: after <c>connected</c>, each event is the next one.</summary>
internal sealed class WatcherRecord(string connectionId)
{
    private Position? _position;
    private ConnectedMessage? _awaitsStatus;

    public ConcurrentQueue<string> Faults { get; } = new();

    public int Resets { get; private set; }

    public Position? Position => _position;

    public bool IsCut { get; set; }

    /// <summary>From where the connection asked to go on, when it last subscribed.</summary>
    public AfterPosition? Asked { get; set; }

    public void Connected(ConnectedMessage message)
    {
        ExpectNoStatusDue("connected");
        _position = message.Position;
        if (message.Recovered == true && (message.Position.Seq != Asked?.Seq || (Asked.Epoch ?? message.Position.Epoch) != message.Position.Epoch))
            Fault($"asked to go on from {Asked} and went on from {message.Position}");
        if (message.Recovered == false)
        {
            Resets++;
            _awaitsStatus = message;
        }

        if (message.Recovered == false != message.Reason is not null)
            Fault($"recovered {message.Recovered} with reason {message.Reason}");
    }

    public void CurrentStatus(TaskSnapshot snapshot)
    {
        _awaitsStatus = null;
        if (snapshot.Seq != _position?.Seq || snapshot.Epoch != _position.Epoch)
            Fault($"snapshot at {snapshot.Epoch}:{snapshot.Seq} after connected at {_position}");
    }

    public void Event(TaskEvent stored)
    {
        ExpectNoStatusDue("an event");
        if (_position is null)
            Fault($"event {stored.Epoch}:{stored.Seq} before connected");
        else if (stored.Epoch != _position.Epoch || stored.Seq != _position.Seq + 1)
            Fault($"event {stored.Epoch}:{stored.Seq} after {_position.Epoch}:{_position.Seq}");
        if (stored.Message != $"{stored.Epoch}:{stored.Seq}")
            Fault($"event {stored.Epoch}:{stored.Seq} is really {stored.Message}");
        _position = new Position { Epoch = stored.Epoch, Seq = stored.Seq };
    }

    private void ExpectNoStatusDue(string instead)
    {
        if (_awaitsStatus is not null)
            Fault($"{instead} where current_status was due");
    }

    private void Fault(string what) => Faults.Enqueue($"{connectionId}: {what}");
}
