using System.Collections.Concurrent;
using MediatR;
using Roadmap.Contracts;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Operations;

namespace Roadmap.Tests.Support;

/// <summary>
/// The connections of feeds under test: takes what a feed publishes, and keeps each watcher's own record. Who is cut comes back on a new
/// connection, and nothing reaches the old one any more.
/// </summary>
internal sealed class Watchers : IMediator, ITaskFanOut
{
    private readonly ConcurrentDictionary<string, WatcherRecord> _records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _group = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Type> _failing = new();

    /// <summary>Asked before anything is made known; may throw, and may take its time.</summary>
    public Func<ITaskNotification, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>What a client does with what it was sent, for those who dawdle.</summary>
    public Func<string, Task> Drained { get; set; } = _ => Task.CompletedTask;

    public IEnumerable<string> Faults => _records.Values.SelectMany(record => record.Faults);

    public WatcherRecord Of(string watcher) => _records.GetOrAdd(watcher, id => new WatcherRecord(id));

    public string ConnectionOf(string watcher) => Of(watcher).Connection;

    /// <summary>The connection on which a watcher subscribes now: a new one when the last was cut.</summary>
    public string Connect(string watcher, AfterPosition? after)
    {
        var record = Of(watcher);
        record.Asked = after;
        if (record.IsAway)
            record.Reconnect();
        return record.Connection;
    }

    /// <summary>The next notification of this kind reaches one of those for whom it is, and then its handler throws.</summary>
    public void FailNext<TNotification>()
        where TNotification : ITaskNotification => _failing.Enqueue(typeof(TNotification));

    public async Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification
    {
        await Before((ITaskNotification)notification);
        var fails = _failing.TryPeek(out var next) && next == typeof(TNotification) && _failing.TryDequeue(out _);
        var group = fails ? _group.Keys.Take(1) : _group.Keys;
        switch (notification)
        {
            case SubscriptionOpened opened:
                With(opened.ConnectionId, record =>
                {
                    record.Connected(opened.Connected);
                    if (opened.Snapshot is not null && !fails)
                        record.CurrentStatus(opened.Snapshot);
                });
                break;
            case MissedEventsFound missed:
                With(missed.ConnectionId, record => Send(record, fails ? missed.Events.Take(1) : missed.Events));
                break;
            case TaskEventsArrived arrived:
                foreach (var id in group)
                    With(id, record => Send(record, arrived.Events));
                break;
            case SubscriptionReset reset:
                foreach (var id in group)
                    With(id, record =>
                    {
                        record.Connected(reset.Connected);
                        record.CurrentStatus(reset.Snapshot);
                    });
                break;
        }

        if (fails)
            throw new InvalidOperationException($"A handler of {typeof(TNotification).Name} fails.");
    }

    public Task Publish(object notification, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public void Join(string connectionId, string taskId) => _group[connectionId] = true;

    public void Leave(string connectionId, string taskId) => _group.TryRemove(connectionId, out _);

    public void Forget(string connectionId, string taskId)
    {
    }

    public Task WaitUntilDrainedAsync(string connectionId, CancellationToken cancellationToken) => Drained(connectionId);

    public void Disconnect(string connectionId, DisconnectReason reason) => With(connectionId, record => record.Disconnect(reason));

    public override string ToString() => string.Join("; ", _records.Values);

    private static void Send(WatcherRecord record, IEnumerable<TaskEvent> events)
    {
        foreach (var stored in events)
            record.Event(stored);
    }

    /// <summary>A connection that was cut takes nothing.</summary>
    private void With(string connectionId, Action<WatcherRecord> act)
    {
        var record = Of(WatcherRecord.WatcherOf(connectionId));
        if (record.Connection == connectionId && !record.IsAway)
            act(record);
    }
}

/// <summary>What one watcher was sent, held against the promise: after <c>connected</c>, each event is the next one.</summary>
internal sealed class WatcherRecord(string watcher)
{
    private Position? _position;
    private ConnectedMessage? _awaitsStatus;
    private int _connections = 1;

    public string Connection => $"{watcher}#{_connections}";

    public ConcurrentQueue<string> Faults { get; } = new();

    public ConcurrentQueue<DisconnectReason> Cuts { get; } = new();

    public int Resets { get; private set; }

    /// <summary>Events of which it heard only that they are there.</summary>
    public int Unreadable { get; private set; }

    public Position? Position => _position;

    /// <summary>Whether its connection was cut, or what it asked for refused, and it has not come back yet.</summary>
    public bool IsAway { get; set; }

    /// <summary>From where the connection asked to go on, when it last subscribed.</summary>
    public AfterPosition? Asked { get; set; }

    public static string WatcherOf(string connectionId) => connectionId[..connectionId.IndexOf('#', StringComparison.Ordinal)];

    public void Reconnect()
    {
        _connections++;
        _awaitsStatus = null;
        IsAway = false;
    }

    public void Disconnect(DisconnectReason reason)
    {
        Cuts.Enqueue(reason);
        IsAway = true;
    }

    public void Connected(ConnectedMessage message)
    {
        ExpectNoStatusDue("connected");
        _position = message.Position;
        if (message.Recovered == true
            && (message.Position.Seq != Asked?.Seq || (Asked.Epoch ?? message.Position.Epoch) != message.Position.Epoch))
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
        if (stored is UnreadableTaskEvent)
            Unreadable++;
        else if (stored.Message != $"{stored.Epoch}:{stored.Seq}")
            Fault($"event {stored.Epoch}:{stored.Seq} is really {stored.Message}");
        _position = new Position { Epoch = stored.Epoch, Seq = stored.Seq };
    }

    public override string ToString() => $"{Connection}{(IsAway ? " (away)" : "")} at {_position}, cut {string.Join(", ", Cuts)}";

    private void ExpectNoStatusDue(string instead)
    {
        if (_awaitsStatus is not null)
            Fault($"{instead} where current_status was due");
    }

    private void Fault(string what) => Faults.Enqueue($"{Connection}: {what}");
}
