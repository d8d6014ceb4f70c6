using System.Diagnostics;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Operations;

namespace Roadmap.Hubs.Feeds;

/// <summary>
/// The traced reports whose events a feed has taken and not published. There are none, and nothing is kept, unless reports are traced.
/// </summary>
internal sealed class FeedTraces
{
    private List<string>? _traces;

    /// <param name="trace">Where a report has come to, as a <c>traceparent</c>; null when it is not traced.</param>
    public void Add(string? trace)
    {
        if (trace is not null && (_traces is not [.., var last] || last != trace))
            (_traces ??= []).Add(trace);
    }

    /// <summary>Those of events that were read from the log, from after a position.</summary>
    public void Add(StoredEvents events, long afterSeq)
    {
        for (var i = 0; events.AreTraced && i < events.Count; i++)
        {
            if (events[i].Seq > afterSeq)
                Add(events.TraceOf(i));
        }
    }

    /// <summary>
    /// Everything is published: each report has a span of its own for that, as a part of its trace. What is done within is a part of the
    /// first one's.
    /// </summary>
    public Spans Publish(string taskId, int events)
    {
        if (_traces is not { } traces)
            return default;
        _traces = null;
        // The one that is started last is what goes on.
        var spans = new List<Activity>(traces.Count);
        for (var i = traces.Count - 1; i >= 0; i--)
        {
            if (HubsTraces.Feed(traces[i], taskId, events) is { } span)
                spans.Add(span);
        }

        return new Spans(spans);
    }

    internal readonly struct Spans(List<Activity>? spans) : IDisposable
    {
        public void Dispose()
        {
            for (var i = (spans?.Count ?? 0) - 1; i >= 0; i--)
                spans![i].Dispose();
        }
    }
}
