using Microsoft.Extensions.Logging;

namespace Roadmap.Hubs.Operations;

/// <summary>
/// Every word that the live edge logs. Names and ids, never bodies or tokens. Each line begins with its event's name, and has its fields as
/// key=value. Thousands of watchers may come back at once: the host bounds how many lines of one event there are in a while.
/// </summary>
internal static partial class HubsLog
{
    [LoggerMessage(
        EventName = "websocket_connected", Level = LogLevel.Information,
        Message = "websocket_connected task_id={task_id} total_connections={total_connections}")]
    public static partial void WebSocketConnected(this ILogger logger, string task_id, int total_connections);

    [LoggerMessage(
        EventName = "websocket_disconnected", Level = LogLevel.Information,
        Message = "websocket_disconnected task_id={task_id} remaining_connections={remaining_connections}")]
    public static partial void WebSocketDisconnected(this ILogger logger, string task_id, int remaining_connections);

    [LoggerMessage(
        EventName = "websocket_send_failed", Level = LogLevel.Debug,
        Message = "websocket_send_failed connection_id={connection_id} state={state} error_type={error_type} - nothing more is sent to it")]
    public static partial void WebSocketSendFailed(this ILogger logger, string connection_id, string state, string error_type);

    [LoggerMessage(
        EventName = "send_failed", Level = LogLevel.Error,
        Message = "send_failed connection_id={connection_id} - it is cut, and comes back from its position")]
    public static partial void SendFailed(this ILogger logger, Exception exception, string connection_id);

    [LoggerMessage(
        EventName = "connection_cut", Level = LogLevel.Information,
        Message = "connection_cut connection_id={connection_id} reason={reason}")]
    public static partial void ConnectionCut(this ILogger logger, string connection_id, string reason);

    [LoggerMessage(
        EventName = "backplane_away", Level = LogLevel.Warning,
        Message = "backplane_away reason=\"{reason}\""
            + " - hub connections cannot join the backplane, so what a host sends by IHubContext may not reach them. Tasks go on, and"
            + " it is tried again")]
    public static partial void BackplaneAway(this ILogger logger, Exception? exception, string reason);

    [LoggerMessage(
        EventName = "backplane_back", Level = LogLevel.Information,
        Message = "backplane_back - hub connections join the backplane again")]
    public static partial void BackplaneBack(this ILogger logger);

    [LoggerMessage(
        EventName = "backplane_leave_failed", Level = LogLevel.Warning,
        Message = "backplane_leave_failed connection_id={connection_id} - the connection has gone, and the backplane did not let it go")]
    public static partial void BackplaneLeaveFailed(this ILogger logger, Exception exception, string connection_id);

    [LoggerMessage(
        EventName = "feed_read_failed", Level = LogLevel.Error,
        Message = "feed_read_failed task_id={task_id} - the feed could not read the log")]
    public static partial void FeedReadFailed(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "feed_check_failed", Level = LogLevel.Warning,
        Message = "feed_check_failed reason=\"{reason}\" - quiet feeds could not be checked against the log; it is tried again")]
    public static partial void FeedCheckFailed(this ILogger logger, string reason);

    [LoggerMessage(
        EventName = "feed_check_back", Level = LogLevel.Information,
        Message = "feed_check_back - feeds that have heard nothing for a while are checked against the log again")]
    public static partial void FeedCheckBack(this ILogger logger);

    [LoggerMessage(
        EventName = "feed_item_failed", Level = LogLevel.Error,
        Message = "feed_item_failed task_id={task_id} item={item} - whoever asked for it is told, and the feed goes on")]
    public static partial void FeedItemFailed(this ILogger logger, Exception exception, string task_id, string item);

    [LoggerMessage(
        EventName = "feed_publish_failed", Level = LogLevel.Error,
        Message = "feed_publish_failed task_id={task_id} notification={notification}"
            + " - its live watchers are cut, and come back from their positions")]
    public static partial void FeedPublishFailed(this ILogger logger, Exception exception, string task_id, string notification);

    [LoggerMessage(
        EventName = "event_unsendable", Level = LogLevel.Error,
        Message = "event_unsendable task_id={task_id} seq={seq} event_type={event_type} - an event of type unknown went in its place")]
    public static partial void EventUnsendable(this ILogger logger, Exception exception, string task_id, long seq, string event_type);

    [LoggerMessage(
        EventName = "feed_broke", Level = LogLevel.Critical,
        Message = "feed_broke task_id={task_id} - its watchers are cut, and come back to a new feed")]
    public static partial void FeedBroke(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "feeds_not_awaited", Level = LogLevel.Warning,
        Message = "feeds_not_awaited feeds={feeds} - the time to stop in is over, and they are not waited for")]
    public static partial void FeedsNotAwaited(this ILogger logger, int feeds);

    [LoggerMessage(
        EventName = "socket_failed", Level = LogLevel.Error,
        Message = "socket_failed task_id={task_id} - a raw WebSocket failed")]
    public static partial void SocketFailed(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(EventName = "hub_call_failed", Level = LogLevel.Error, Message = "hub_call_failed method={method}")]
    public static partial void HubCallFailed(this ILogger logger, Exception exception, string method);

    [LoggerMessage(
        EventName = "list_push_failed", Level = LogLevel.Information,
        Message = "list_push_failed error_type={error_type}"
            + " - changes could not be told to those who watch the list; a beat tells them so when that is over")]
    public static partial void ListPushFailed(this ILogger logger, string error_type);

    [LoggerMessage(
        EventName = "periodic_work_failed", Level = LogLevel.Error,
        Message = "periodic_work_failed failures={failures} period={period}"
            + " - it has failed so many times in a row, and goes on every period")]
    public static partial void PeriodicWorkFailed(this ILogger logger, Exception exception, int failures, TimeSpan period);
}
