namespace Roadmap.Api;

/// <summary>Of what workers publish to Redis.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(
        EventName = "intake_hears", Level = LogLevel.Information,
        Message = "intake_hears prefix={prefix} - what workers publish on these channels is taken in")]
    public static partial void IngestHears(this ILogger logger, string prefix);

    [LoggerMessage(
        EventName = "intake_hears_nothing", Level = LogLevel.Warning,
        Message = "intake_hears_nothing prefix={prefix} reason=\"{reason}\""
            + " - what workers publish on these channels now is lost, unless another instance hears it")]
    public static partial void IngestHearsNothing(this ILogger logger, string prefix, string reason);

    [LoggerMessage(
        EventName = "intake_unreadable", Level = LogLevel.Warning,
        Message = "intake_unreadable task_id={task_id} bytes={bytes} reason=\"{reason}\" - this message is no event")]
    public static partial void IngestUnreadable(this ILogger logger, string task_id, int bytes, string reason);

    [LoggerMessage(
        EventName = "intake_refused", Level = LogLevel.Debug,
        Message = "intake_refused task_id={task_id} type={type} code={code} reason=\"{reason}\""
            + " - the task does not take this published event")]
    public static partial void IngestRefused(this ILogger logger, string task_id, string type, string code, string reason);

    [LoggerMessage(
        EventName = "intake_overflowed", Level = LogLevel.Warning,
        Message = "intake_overflowed - messages of workers are left out: too many wait for the log")]
    public static partial void IngestOverflowed(this ILogger logger);

    [LoggerMessage(
        EventName = "intake_log_unavailable", Level = LogLevel.Warning,
        Message = "intake_log_unavailable task_id={task_id} reason=\"{reason}\""
            + " - the log did not take a published event; it is tried again")]
    public static partial void IngestLogUnavailable(this ILogger logger, string task_id, string reason);

    [LoggerMessage(
        EventName = "intake_gave_up", Level = LogLevel.Warning,
        Message = "intake_gave_up task_id={task_id} patience={patience} reason=\"{reason}\""
            + " - the log did not take a published event for so long: it is left out")]
    public static partial void IngestGaveUp(this ILogger logger, string task_id, TimeSpan patience, string reason);

    [LoggerMessage(
        EventName = "intake_left_behind", Level = LogLevel.Warning,
        Message = "intake_left_behind messages={messages}"
            + " - the server stops while they wait: those that no other instance has heard are lost")]
    public static partial void IngestLeftBehind(this ILogger logger, int messages);

    [LoggerMessage(
        EventName = "intake_failed", Level = LogLevel.Error,
        Message = "intake_failed task_id={task_id} - a published event could not be taken")]
    public static partial void IngestFailed(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "intake_message_failed", Level = LogLevel.Error,
        Message = "intake_message_failed bytes={bytes} - a message could not be taken in, and is left out")]
    public static partial void IngestMessageFailed(this ILogger logger, Exception exception, int bytes);
}
