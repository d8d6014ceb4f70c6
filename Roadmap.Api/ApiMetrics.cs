using System.Diagnostics.Metrics;
using Roadmap.Hubs.Operations;

namespace Roadmap.Api;

/// <summary>The host's figures, on the same meter as the live edge's. Never a task id as a label.</summary>
internal sealed class ApiMetrics
{
    private static readonly KeyValuePair<string, object?> s_appended = new("outcome", "appended");
    private static readonly KeyValuePair<string, object?> s_refused = new("outcome", "refused");
    private static readonly KeyValuePair<string, object?> s_unavailable = new("outcome", "unavailable");

    private readonly Counter<long> _eventsAppended;
    private readonly Histogram<double> _appendDuration;
    private readonly Counter<long> _ingestMessages;
    private readonly Counter<long> _unreadableRecords;

    public ApiMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(HubsMetrics.MeterName);
        _eventsAppended = meter.CreateCounter<long>("events_appended", "{event}", "Events that this instance stored in the log.");
        _appendDuration = meter.CreateHistogram(
            "append_duration", "s", "From asking the log to append, until it answered.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
            });
        _ingestMessages = meter.CreateCounter<long>(
            "intake_messages", "{message}", "Messages that workers published on channels of Redis, by what became of them.");
        _unreadableRecords = meter.CreateCounter<long>(
            "unreadable_records", "{record}", "Records of the log that this version could not read, and passed over.");
    }

    /// <inheritdoc cref="HubsMetrics.BeginAtZero"/>
    public void BeginAtZero()
    {
        _eventsAppended.Add(0);
        _unreadableRecords.Add(0);
        foreach (var outcome in Enum.GetValues<IngestOutcome>())
            MessageTaken(outcome, messages: 0);
    }

    /// <summary>Something that the log holds could not be read; it was passed over.</summary>
    public void RecordUnreadable() => _unreadableRecords.Add(1);

    /// <param name="accepted">Events that are stored; null when the log has refused them.</param>
    /// <param name="took">From asking, until it answered.</param>
    public void Appended(int? accepted, TimeSpan took)
    {
        if (accepted is { } events)
        {
            _eventsAppended.Add(events);
            _appendDuration.Record(took.TotalSeconds, s_appended);
        }
        else
        {
            _appendDuration.Record(took.TotalSeconds, s_refused);
        }
    }

    /// <summary>The log did not answer.</summary>
    public void AppendFailed(TimeSpan took) => _appendDuration.Record(took.TotalSeconds, s_unavailable);

    public void MessageTaken(IngestOutcome outcome, int messages = 1) =>
        _ingestMessages.Add(messages, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
