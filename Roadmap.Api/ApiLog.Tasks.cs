namespace Roadmap.Api;

/// <summary>Of tasks, and of the leases of their workers.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(
        EventName = "task_status_updated", Level = LogLevel.Information,
        Message = "task_status_updated task_id={task_id} status={status} step={step}")]
    public static partial void TaskStatusUpdated(this ILogger logger, string task_id, string status, string step);

    [LoggerMessage(
        EventName = "lease_expired", Level = LogLevel.Warning,
        Message = "lease_expired task_id={task_id} - the worker went silent: its lease has passed, and the task has failed")]
    public static partial void LeaseExpired(this ILogger logger, string task_id);

    [LoggerMessage(
        EventName = "lease_not_ended", Level = LogLevel.Error,
        Message = "lease_not_ended task_id={task_id} - the worker went silent, but the task could not be ended; the other tasks are")]
    public static partial void LeaseNotEnded(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "lease_watch_failed", Level = LogLevel.Warning,
        Message = "lease_watch_failed reason=\"{reason}\" period={period}"
            + " - the leases of workers could not be looked at; it is tried again every period")]
    public static partial void LeaseWatchFailed(this ILogger logger, string reason, TimeSpan period);

    [LoggerMessage(
        EventName = "lease_watch_back", Level = LogLevel.Information,
        Message = "lease_watch_back - the leases of workers are looked at again")]
    public static partial void LeaseWatchBack(this ILogger logger);
}
