using System.Diagnostics.Metrics;
using Roadmap.Contracts;

namespace Roadmap.Hubs.Operations;

/// <summary>The live edge's figures, on the meter <c>Roadmap</c>. Never a task id as a label.</summary>
public sealed class HubsMetrics
{
    /// <summary>The name of the meter, for whoever listens.</summary>
    public const string MeterName = "Roadmap";

    /// <summary>The type of a send that failed because its client had just gone: no error of anybody.</summary>
    internal const string ClientGone = "gone";

    private const string ErrorType = "error_type";
    private const string Outcome = "outcome";
    private const string Reason = "reason";

    private readonly UpDownCounter<long> _connections;
    private readonly UpDownCounter<long> _subscriptions;
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _repairs;
    private readonly Counter<long> _resets;
    private readonly Counter<long> _droppedAnnouncements;
    private readonly Counter<long> _feedFaults;
    private readonly Counter<long> _unsendable;
    private readonly UpDownCounter<long> _replays;
    private readonly UpDownCounter<long> _replaysWaiting;
    private readonly Counter<long> _cuts;
    private readonly Counter<long> _sendErrors;
    private readonly Counter<long> _awaited;
    private readonly UpDownCounter<long> _listWatches;
    private readonly Counter<long> _listChanges;
    private readonly Histogram<double> _deliveryDuration;
    private long _delivered;

    public HubsMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _connections = meter.CreateUpDownCounter<long>(
            "connections", "{connection}", "Open connections: of the hub, raw WebSockets and event streams.");
        _subscriptions = meter.CreateUpDownCounter<long>("subscriptions", "{subscription}", "Live subscriptions.");
        // Counted for every message of every connection: so it is asked when somebody looks, and not told each time.
        meter.CreateObservableCounter(
            "messages_delivered", () => Volatile.Read(ref _delivered), "{message}", "Messages handed to a connection's outbox.");
        _replayed = meter.CreateCounter<long>("events_replayed", "{event}", "Stored events sent to connections that had missed them.");
        _repairs = meter.CreateCounter<long>("feed_repairs", "{repair}", "Reads of the log because announcements were missing.");
        _resets = meter.CreateCounter<long>("feed_resets", "{reset}", "Times that the watchers of a task had to begin anew.");
        _droppedAnnouncements = meter.CreateCounter<long>(
            "feed_announcements_dropped", "{announcement}", "Announcements that a full feed queue left to the log.");
        _feedFaults = meter.CreateCounter<long>(
            "feed_faults", "{fault}", "Faults of the server while a feed handled one item or told its watchers something.");
        _unsendable = meter.CreateCounter<long>(
            "events_unsendable", "{event}", "Stored events that could not be sent: an event of type unknown went in their place.");
        _replays = meter.CreateUpDownCounter<long>("replays", "{replay}", "Replays that hold a part of a log for their client now.");
        _replaysWaiting = meter.CreateUpDownCounter<long>("replays_waiting", "{replay}", "Replays that wait for their turn.");
        _sendErrors = meter.CreateCounter<long>(
            "websocket_send_errors", "{message}", "Sends that failed; of type gone when the client had just gone.");
        _cuts = meter.CreateCounter<long>(
            "connections_cut", "{connection}", "Connections that the server cut, mostly because they did not keep up.");
        _awaited = meter.CreateCounter<long>(
            "unknown_tasks_awaited", "{stream}", "Streams that waited for a task that was not there yet, by how that ended.");
        _listWatches = meter.CreateUpDownCounter<long>("list_watches", "{watch}", "Hub connections that watch the list of tasks.");
        _listChanges = meter.CreateCounter<long>(
            "list_changes", "{change}", "Changes for those who watch the list of tasks, by what became of them.");
        _deliveryDuration = meter.CreateHistogram(
            "delivery_duration", "s", "From an announcement of new events, until all that was ready was handed to every watcher's outbox.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
            });
    }

    /// <summary>
    /// A figure is shown from its first value on: so all that are counted have one from the start, and a rate has something to rise from.
    /// </summary>
    public void BeginAtZero()
    {
        foreach (var counter in (Counter<long>[])[_replayed, _repairs, _droppedAnnouncements, _feedFaults, _unsendable])
            counter.Add(0);
        foreach (var level in (UpDownCounter<long>[])[_connections, _subscriptions, _replays, _replaysWaiting, _listWatches])
            level.Add(0);
        _sendErrors.Add(0, new KeyValuePair<string, object?>(ErrorType, ClientGone));
        foreach (var reason in Enum.GetNames<ResetReason>())
            _resets.Add(0, new KeyValuePair<string, object?>(Reason, reason));
        foreach (var reason in Enum.GetNames<DisconnectReason>())
            _cuts.Add(0, new KeyValuePair<string, object?>(Reason, reason));
        foreach (var outcome in Enum.GetNames<AwaitedOutcome>())
            _awaited.Add(0, new KeyValuePair<string, object?>(Outcome, outcome));
        foreach (var outcome in Enum.GetNames<ListChangeOutcome>())
            _listChanges.Add(0, new KeyValuePair<string, object?>(Outcome, outcome));
    }

    internal void ConnectionOpened() => _connections.Add(1);

    internal void ConnectionClosed() => _connections.Add(-1);

    internal void SubscriptionsChanged(int by) => _subscriptions.Add(by);

    internal void Delivered(int messages) => Interlocked.Add(ref _delivered, messages);

    /// <summary>Once for all that was published together, by the event that waited longest.</summary>
    internal void Published(TimeSpan sinceAnnounced) => _deliveryDuration.Record(sinceAnnounced.TotalSeconds);

    internal void Replayed(int events) => _replayed.Add(events);

    internal void FeedRepaired() => _repairs.Add(1);

    internal void FeedReset(ResetReason reason) => _resets.Add(1, new KeyValuePair<string, object?>(Reason, reason.ToString()));

    internal void AnnouncementDropped() => _droppedAnnouncements.Add(1);

    internal void FeedFault() => _feedFaults.Add(1);

    internal void EventUnsendable() => _unsendable.Add(1);

    internal void ReplaysChanged(int by) => _replays.Add(by);

    internal void ReplaysWaitingChanged(int by) => _replaysWaiting.Add(by);

    internal void SendFailed(string errorType) => _sendErrors.Add(1, new KeyValuePair<string, object?>(ErrorType, errorType));

    internal void UnknownTaskAwaited(AwaitedOutcome outcome) =>
        _awaited.Add(1, new KeyValuePair<string, object?>(Outcome, outcome.ToString()));

    internal void ListWatchesChanged(int by) => _listWatches.Add(by);

    internal void ListChange(ListChangeOutcome outcome) =>
        _listChanges.Add(1, new KeyValuePair<string, object?>(Outcome, outcome.ToString()));

    internal void ConnectionCut(DisconnectReason reason) => _cuts.Add(1, new KeyValuePair<string, object?>(Reason, reason.ToString()));
}
