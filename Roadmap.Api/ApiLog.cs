using Roadmap.Contracts;

namespace Roadmap.Api;

/// <summary>All log words of the host. Event names are unique; ids and names only, never bodies, tokens or goals.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(EventName = "task_status_updated", Level = LogLevel.Information, Message = "Task {task_id} is {status}, in step {step}")]
    public static partial void TaskStatusUpdated(this ILogger logger, string task_id, TaskRunStatus status, string step);

    [LoggerMessage(EventName = "lease_expired", Level = LogLevel.Warning, Message = "The worker of task {task_id} went silent: its lease has passed and the task has failed")]
    public static partial void LeaseExpired(this ILogger logger, string task_id);

    [LoggerMessage(EventName = "lease_watch_failed", Level = LogLevel.Warning, Message = "The leases could not be looked at; it is tried again in {period}")]
    public static partial void LeaseWatchFailed(this ILogger logger, TimeSpan period, Exception exception);

    [LoggerMessage(EventName = "request_failed", Level = LogLevel.Error, Message = "{method} {path} failed; the caller has the trace id {trace_id}")]
    public static partial void RequestFailed(this ILogger logger, string method, string path, string trace_id, Exception exception);

    [LoggerMessage(EventName = "request_log_unavailable", Level = LogLevel.Warning, Message = "{method} {path} was answered with log_unavailable: {reason}")]
    public static partial void RequestLogUnavailable(this ILogger logger, string method, string path, string reason);

    [LoggerMessage(EventName = "origin_refused", Level = LogLevel.Information, Message = "{path} was refused to a page of {origin}: it is not in Cors:Origins")]
    public static partial void OriginRefused(this ILogger logger, string path, string origin);
}
