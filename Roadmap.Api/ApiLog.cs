namespace Roadmap.Api;

/// <summary>
/// All log words of the host, in a file for each thing that they tell of; here those of the program itself. Names and ids only, never
/// bodies, tokens or goals. Event names are unique. Each line begins with its event's name, and has its fields as key=value.
/// </summary>
internal static partial class ApiLog
{
    [LoggerMessage(
        EventName = "draining_began", Level = LogLevel.Information,
        Message = "draining_began time_out={time_out}"
            + " - the server takes no new connections, and stops when clients and generations have gone. Another signal ends it at"
            + " once")]
    public static partial void DrainingBegan(this ILogger logger, TimeSpan time_out);

    [LoggerMessage(
        EventName = "draining_ended", Level = LogLevel.Information,
        Message = "draining_ended elapsed={elapsed} - clients and generations are gone; the server stops")]
    public static partial void DrainingEnded(this ILogger logger, TimeSpan elapsed);

    [LoggerMessage(
        EventName = "draining_cut_short", Level = LogLevel.Warning,
        Message = "draining_cut_short elapsed={elapsed}"
            + " - clients or generations are still here; the server stops all the same. Draining:Timeout gives them longer")]
    public static partial void DrainingCutShort(this ILogger logger, TimeSpan elapsed);

    [LoggerMessage(EventName = "page_ready", Level = LogLevel.Information, Message = "page_ready url={url} - open it in a browser")]
    public static partial void PageReady(this ILogger logger, string url);

    [LoggerMessage(
        EventName = "page_not_built", Level = LogLevel.Information,
        Message = "page_not_built url={url} - Node was not there when the program was built. The API is described at this URL")]
    public static partial void PageNotBuilt(this ILogger logger, string url);

    [LoggerMessage(EventName = "draining_failed", Level = LogLevel.Error, Message = "draining_failed - the server stops all the same")]
    public static partial void DrainingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        EventName = "listener_failed", Level = LogLevel.Error,
        Message = "listener_failed task_id={task_id} listener={listener} notification={notification} - the watchers have it")]
    public static partial void ListenerFailed(
        this ILogger logger, Exception exception, string listener, string notification, string task_id);

    [LoggerMessage(
        EventName = "lines_left_out",
        Message = "lines_left_out lines={lines} event_name={event_name} period={period} - so many more lines of this event were left out")]
    public static partial void LinesLeftOut(this ILogger logger, LogLevel level, int lines, string event_name, TimeSpan period);

    [LoggerMessage(
        EventName = "export_failed", Level = LogLevel.Warning,
        Message = "export_failed collector={collector} reason=\"{reason}\""
            + " - it takes no metrics, log lines or traces, and what it does not take is lost; it is tried again")]
    public static partial void ExportFailed(this ILogger logger, string collector, string reason);

    [LoggerMessage(
        EventName = "export_back", Level = LogLevel.Information,
        Message = "export_back collector={collector} - it takes what it is sent again")]
    public static partial void ExportBack(this ILogger logger, string collector);

    [LoggerMessage(
        EventName = "request_failed", Level = LogLevel.Error,
        Message = "request_failed method={method} path=\"{path}\" trace_id={trace_id} - the caller was told this trace id")]
    public static partial void RequestFailed(this ILogger logger, string method, string path, string trace_id, Exception exception);

    [LoggerMessage(
        EventName = "request_log_unavailable", Level = LogLevel.Warning,
        Message = "request_log_unavailable method={method} path=\"{path}\" reason=\"{reason}\""
            + " - the caller was answered with log_unavailable")]
    public static partial void RequestLogUnavailable(this ILogger logger, string method, string path, string reason);

    [LoggerMessage(
        EventName = "connections_limited", Level = LogLevel.Information,
        Message = "connections_limited watchers={watchers} connections={connections} descriptors={descriptors}"
            + " - the server takes so many watchers and TCP connections: the process may have so many files and connections open")]
    public static partial void ConnectionsLimited(this ILogger logger, int watchers, int connections, long descriptors);

    [LoggerMessage(
        EventName = "connections_refused", Level = LogLevel.Warning,
        Message = "connections_refused connections={connections} refused={refused}"
            + " - there are as many TCP connections as there are file descriptors for: the next are closed at once")]
    public static partial void ConnectionsRefused(this ILogger logger, int connections, long refused);
}
