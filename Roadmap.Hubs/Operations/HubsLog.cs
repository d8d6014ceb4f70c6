using Microsoft.Extensions.Logging;

namespace Roadmap.Hubs.Operations;

/// <summary>
/// Every word that the live edge logs. Names and ids, never bodies or tokens. What happens once for each watcher is at debug: thousands may come back at once.
/// </summary>
internal static partial class HubsLog
{
    [LoggerMessage(EventName = "websocket_connected", Level = LogLevel.Debug, Message = "Task {task_id} has one watcher more here: {total_connections}")]
    public static partial void WebSocketConnected(ILogger logger, string task_id, int total_connections);

    [LoggerMessage(EventName = "websocket_disconnected", Level = LogLevel.Debug, Message = "Task {task_id} has one watcher less here: {remaining_connections}")]
    public static partial void WebSocketDisconnected(ILogger logger, string task_id, int remaining_connections);

    [LoggerMessage(EventName = "websocket_send_failed", Level = LogLevel.Debug, Message = "Nothing more is sent to connection {connection_id}, which is {state}: {error_type}")]
    public static partial void WebSocketSendFailed(ILogger logger, string connection_id, string state, string error_type);

    [LoggerMessage(EventName = "send_failed", Level = LogLevel.Error, Message = "Sending to connection {connection_id} failed; it is cut, and comes back from its position")]
    public static partial void SendFailed(ILogger logger, Exception exception, string connection_id);

    [LoggerMessage(EventName = "connection_cut", Level = LogLevel.Information, Message = "Connection {connection_id} was cut: {reason}")]
    public static partial void ConnectionCut(ILogger logger, string connection_id, CutReason reason);

    [LoggerMessage(EventName = "backplane_away", Level = LogLevel.Warning, Message = "Hub connections cannot join the backplane, so what a host sends by IHubContext may not reach them: {reason} Tasks go on, and it is tried again")]
    public static partial void BackplaneAway(ILogger logger, Exception? exception, string reason);

    [LoggerMessage(EventName = "backplane_back", Level = LogLevel.Information, Message = "Hub connections join the backplane again")]
    public static partial void BackplaneBack(ILogger logger);

    [LoggerMessage(EventName = "backplane_leave_failed", Level = LogLevel.Warning, Message = "The backplane did not let connection {connection_id} go, which has gone")]
    public static partial void BackplaneLeaveFailed(ILogger logger, Exception exception, string connection_id);

    [LoggerMessage(EventName = "feed_read_failed", Level = LogLevel.Error, Message = "The feed of task {task_id} could not read the log")]
    public static partial void FeedReadFailed(ILogger logger, Exception exception, string task_id);

    [LoggerMessage(EventName = "feed_check_failed", Level = LogLevel.Warning, Message = "The feeds that have heard nothing for a while could not be checked against the log: {reason} It is tried again")]
    public static partial void FeedCheckFailed(ILogger logger, string reason);

    [LoggerMessage(EventName = "feed_item_failed", Level = LogLevel.Error, Message = "The feed of task {task_id} failed at one {item}; whoever asked for it is told, and the feed goes on")]
    public static partial void FeedItemFailed(ILogger logger, Exception exception, string task_id, string item);

    [LoggerMessage(EventName = "feed_publish_failed", Level = LogLevel.Error, Message = "The feed of task {task_id} could not make {notification} known; its live watchers are cut, and come back from their positions")]
    public static partial void FeedPublishFailed(ILogger logger, Exception exception, string task_id, string notification);

    [LoggerMessage(EventName = "event_unsendable", Level = LogLevel.Error, Message = "Event {seq} of task {task_id}, a {event_type}, could not be sent; an event of type unknown went in its place")]
    public static partial void EventUnsendable(ILogger logger, Exception exception, string task_id, long seq, string event_type);

    [LoggerMessage(EventName = "feed_broke", Level = LogLevel.Critical, Message = "The feed of task {task_id} broke; its watchers are cut, and come back to a new one")]
    public static partial void FeedBroke(ILogger logger, Exception exception, string task_id);

    [LoggerMessage(EventName = "feeds_not_awaited", Level = LogLevel.Warning, Message = "The time to stop in is over: {feeds} feeds are not waited for")]
    public static partial void FeedsNotAwaited(ILogger logger, int feeds);

    [LoggerMessage(EventName = "socket_failed", Level = LogLevel.Error, Message = "A raw WebSocket of task {task_id} failed")]
    public static partial void SocketFailed(ILogger logger, Exception exception, string task_id);

    [LoggerMessage(EventName = "hub_call_failed", Level = LogLevel.Error, Message = "The hub method {method} failed")]
    public static partial void HubCallFailed(ILogger logger, Exception exception, string method);

    [LoggerMessage(EventName = "list_push_failed", Level = LogLevel.Information, Message = "Changes of tasks could not be told to those who watch the list ({error_type}); a beat tells them so when that is over")]
    public static partial void ListPushFailed(ILogger logger, string error_type);

    [LoggerMessage(EventName = "periodic_work_failed", Level = LogLevel.Error, Message = "The periodic work of this service failed, {failures} times in a row; it goes on every {period}")]
    public static partial void PeriodicWorkFailed(ILogger logger, Exception exception, int failures, TimeSpan period);
}
