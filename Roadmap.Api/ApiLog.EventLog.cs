namespace Roadmap.Api;

/// <summary>Of the log, whichever store holds it, and of what it keeps for how long.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(
        EventName = "log_opened", Level = LogLevel.Information,
        Message = "log_opened path=\"{path}\" store_epoch={store_epoch}")]
    public static partial void LogOpened(this ILogger logger, string path, string store_epoch);

    [LoggerMessage(
        EventName = "log_life_renewed", Level = LogLevel.Warning,
        Message = "log_life_renewed - Storage:Restored changed: every epoch is renewed, and all positions of clients are void")]
    public static partial void StoreEpochRenewed(this ILogger logger);

    [LoggerMessage(
        EventName = "log_not_ready", Level = LogLevel.Warning,
        Message = "log_not_ready reason=\"{reason}\" - the log takes no append, and the server says that it is not ready")]
    public static partial void LogNotReady(this ILogger logger, string reason);

    [LoggerMessage(EventName = "log_ready_again", Level = LogLevel.Information, Message = "log_ready_again - the log takes appends again")]
    public static partial void LogReadyAgain(this ILogger logger);

    [LoggerMessage(
        EventName = "log_commit_failed", Level = LogLevel.Error,
        Message = "log_commit_failed operations={operations} - the transaction of these operations is not stored")]
    public static partial void LogCommitFailed(this ILogger logger, int operations, Exception exception);

    [LoggerMessage(
        EventName = "log_operation_failed", Level = LogLevel.Error,
        Message = "log_operation_failed - the other operations of its transaction were run again without it")]
    public static partial void LogOperationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        EventName = "log_rollback_failed", Level = LogLevel.Error,
        Message = "log_rollback_failed - the transaction had failed before")]
    public static partial void LogRollbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        EventName = "record_unreadable", Level = LogLevel.Error,
        Message = "record_unreadable place=\"{place}\" task_id={task_id} reason=\"{reason}\""
            + " - this version cannot read it, and passes it over")]
    public static partial void RecordUnreadable(this ILogger logger, string place, string task_id, string reason);

    [LoggerMessage(
        EventName = "unreadable_task_ended", Level = LogLevel.Error,
        Message = "unreadable_task_ended task_id={task_id} places=\"{places}\" - this version cannot read the task, and so it has failed")]
    public static partial void UnreadableTaskEnded(this ILogger logger, string task_id, string places);

    [LoggerMessage(
        EventName = "announcement_handler_failed", Level = LogLevel.Error,
        Message = "announcement_handler_failed task_id={task_id} - a subscriber to the announcements threw")]
    public static partial void AnnouncementHandlerFailed(this ILogger logger, string task_id, Exception exception);

    [LoggerMessage(
        EventName = "tasks_expired", Level = LogLevel.Information,
        Message = "tasks_expired tasks={tasks} - they were deleted, since their retention is over")]
    public static partial void TasksExpired(this ILogger logger, int tasks);

    [LoggerMessage(
        EventName = "more_tasks_expired", Level = LogLevel.Warning,
        Message = "more_tasks_expired tasks={tasks} period={period}"
            + " - they were deleted, and more are due: a sweep deletes a fiftieth of all at most, and goes on after this period. If"
            + " that is unexpected, look at the clock")]
    public static partial void MoreTasksExpired(this ILogger logger, int tasks, TimeSpan period);

    [LoggerMessage(
        EventName = "clock_jumped", Level = LogLevel.Warning,
        Message = "clock_jumped ahead={ahead}"
            + " - the clock is ahead of the time that has really passed: retention follows it slowly. If it is wrong, set it right")]
    public static partial void ClockJumped(this ILogger logger, TimeSpan ahead);

    [LoggerMessage(
        EventName = "leases_after_pause", Level = LogLevel.Warning,
        Message = "leases_after_pause pause={pause} leases={leases}"
            + " - the server stood still, and no worker could report: the leases run anew")]
    public static partial void LeasesAfterPause(this ILogger logger, TimeSpan pause, int leases);

    [LoggerMessage(
        EventName = "task_not_deleted", Level = LogLevel.Error,
        Message = "task_not_deleted task_id={task_id} - its retention is over, but it could not be deleted; the other tasks are")]
    public static partial void TaskNotDeleted(this ILogger logger, string task_id, Exception exception);

    [LoggerMessage(
        EventName = "retention_sweep_failed", Level = LogLevel.Warning,
        Message = "retention_sweep_failed reason=\"{reason}\" period={period}"
            + " - expired tasks could not be deleted; it is tried again every period")]
    public static partial void RetentionSweepFailed(this ILogger logger, string reason, TimeSpan period);

    [LoggerMessage(
        EventName = "retention_sweep_back", Level = LogLevel.Information,
        Message = "retention_sweep_back - expired tasks are deleted again")]
    public static partial void RetentionSweepBack(this ILogger logger);
}
