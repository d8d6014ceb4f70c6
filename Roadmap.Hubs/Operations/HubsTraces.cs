using System.Diagnostics;

namespace Roadmap.Hubs.Operations;

/// <summary>
/// The live edge's spans, on the activity source <c>Roadmap</c>, by OpenTelemetry's semantic conventions for messaging. Nothing is made
/// while nobody listens, or for a report that is not traced. Never a body, a token or a goal as an attribute.
/// </summary>
public static class HubsTraces
{
    /// <summary>The name of the source, for whoever listens.</summary>
    public const string SourceName = "Roadmap";

    private const string Destination = "tasks/{task_id}";

    /// <summary>The host's spans go by it too, so that a report and what is pushed of it are one trace.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>This instance hears of an append.</summary>
    /// <param name="trace">Of the append, as a <c>traceparent</c>; null when it is not traced.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="events">All that are announced together.</param>
    internal static Activity? Announce(string? trace, string taskId, int events) =>
        Following(trace, "announce", "receive", ActivityKind.Client, taskId, events);

    /// <summary>A feed publishes events of a traced report, with others perhaps.</summary>
    /// <param name="trace">Where the report has come to, as a <c>traceparent</c>.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="events">All that are published together.</param>
    internal static Activity? Feed(string trace, string taskId, int events) =>
        Following(trace, "feed", "process", ActivityKind.Consumer, taskId, events);

    /// <summary>What a feed publishes is handed to everyone who watches: a part of the feed's span, when there is one.</summary>
    internal static Activity? Push(string taskId, int events) => Source.HasListeners() && Activity.Current?.Source == Source
        ? OfTask("push", "send", ActivityKind.Internal, taskId, events)
        : null;

    /// <summary>A span of what is done to events of one task; null when nobody listens.</summary>
    /// <param name="operation">Our word for what is done.</param>
    /// <param name="type">That of the conventions: <c>send</c>, <c>receive</c> or <c>process</c>.</param>
    /// <param name="kind">As the conventions have it for the type.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="events">How many it is about.</param>
    /// <param name="parent">What it is a part of; by default what goes on now.</param>
    public static Activity? OfTask(
        string operation, string type, ActivityKind kind, string taskId, int events, ActivityContext parent = default)
    {
        if (!Source.HasListeners() || Source.StartActivity($"{operation} {Destination}", kind, parent) is not { } span)
            return null;
        if (!span.IsAllDataRequested)
            return span;
        return span.SetTag("messaging.system", "roadmap")
            .SetTag("messaging.operation.name", operation)
            .SetTag("messaging.operation.type", type)
            .SetTag("messaging.destination.name", $"tasks/{taskId}")
            .SetTag("messaging.destination.template", Destination)
            .SetTag("messaging.batch.message_count", events);
    }

    /// <summary>Null when the report is not traced, or when what is stored is no context.</summary>
    private static Activity? Following(string? trace, string operation, string type, ActivityKind kind, string taskId, int events) =>
        trace is not null && ActivityContext.TryParse(trace, traceState: null, isRemote: true, out var parent)
            ? OfTask(operation, type, kind, taskId, events, parent)
            : null;
}
