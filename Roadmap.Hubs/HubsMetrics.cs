using System.Diagnostics.Metrics;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;

namespace Roadmap.Hubs;

/// <summary>The live edge's figures, on the meter <c>Roadmap</c>. Never a task id as a label.</summary>
public sealed class HubsMetrics
{
    /// <summary>The name of the meter, for whoever listens.</summary>
    public const string MeterName = "Roadmap";

    private readonly UpDownCounter<long> _connections;
    private readonly UpDownCounter<long> _subscriptions;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _repairs;
    private readonly Counter<long> _resets;
    private readonly Counter<long> _droppedAnnouncements;
    private readonly Counter<long> _cuts;
    private readonly Counter<long> _sendErrors;

    public HubsMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _connections = meter.CreateUpDownCounter<long>("connections", "{connection}", "Open hub connections.");
        _subscriptions = meter.CreateUpDownCounter<long>("subscriptions", "{subscription}", "Live subscriptions.");
        _delivered = meter.CreateCounter<long>("messages_delivered", "{message}", "Messages handed to a connection's outbox.");
        _replayed = meter.CreateCounter<long>("events_replayed", "{event}", "Stored events sent to connections that had missed them.");
        _repairs = meter.CreateCounter<long>("feed_repairs", "{repair}", "Reads of the log because announcements were missing.");
        _resets = meter.CreateCounter<long>("feed_resets", "{reset}", "Times that the watchers of a task had to begin anew.");
        _droppedAnnouncements = meter.CreateCounter<long>("feed_announcements_dropped", "{announcement}", "Announcements that a full feed queue left to the log.");
        _sendErrors = meter.CreateCounter<long>("websocket_send_errors", "{message}", "Messages for connections that had gone.");
        _cuts = meter.CreateCounter<long>("connections_cut", "{connection}", "Connections that the server cut, mostly because they did not keep up.");
    }

    internal void ConnectionOpened() => _connections.Add(1);

    internal void ConnectionClosed() => _connections.Add(-1);

    internal void SubscriptionsChanged(int by) => _subscriptions.Add(by);

    internal void Delivered(int messages) => _delivered.Add(messages);

    internal void Replayed(int events) => _replayed.Add(events);

    internal void FeedRepaired() => _repairs.Add(1);

    internal void FeedReset(ResetReason reason) => _resets.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    internal void AnnouncementDropped() => _droppedAnnouncements.Add(1);

    /// <summary>A connection went while something was being sent to it: no error of ours.</summary>
    internal void SendFailed() => _sendErrors.Add(1, new KeyValuePair<string, object?>("error_type", "gone"));

    internal void ConnectionCut(CutReason reason) => _cuts.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
