namespace Roadmap.Api;

/// <summary>Of the log in Redis.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(
        EventName = "announcement_unreadable", Level = LogLevel.Warning,
        Message = "announcement_unreadable task_id={task_id} - what came over the channel is no announcement; the log is read instead")]
    public static partial void AnnouncementUnreadable(this ILogger logger, string task_id, Exception exception);

    [LoggerMessage(
        EventName = "redis_life_begun", Level = LogLevel.Information,
        Message = "redis_life_begun prefix={prefix} store_epoch={store_epoch} - Redis holds no log under this prefix yet: one begins")]
    public static partial void RedisStoreEpochBegun(this ILogger logger, string prefix, string store_epoch);

    [LoggerMessage(
        EventName = "redis_log_joined", Level = LogLevel.Information,
        Message = "redis_log_joined prefix={prefix} parts={parts} tasks={tasks} store_epoch=\"{store_epoch}\" since=\"{since}\""
            + " - one server of Redis holds so much of the log, which goes on")]
    public static partial void RedisLogJoined(
        this ILogger logger, string prefix, int parts, long tasks, string store_epoch, string since);

    [LoggerMessage(
        EventName = "redis_life_renewed", Level = LogLevel.Warning,
        Message = "redis_life_renewed prefix={prefix} store_epoch={store_epoch} why=\"{why}\""
            + " - acknowledged events may be lost: every epoch is renewed")]
    public static partial void RedisStoreEpochRenewed(this ILogger logger, string prefix, string store_epoch, string why);

    [LoggerMessage(
        EventName = "redis_may_evict", Level = LogLevel.Warning,
        Message = "redis_may_evict policy={policy} - Redis may delete parts of the log at any time: set maxmemory-policy to noeviction")]
    public static partial void RedisMayEvict(this ILogger logger, string policy);

    [LoggerMessage(
        EventName = "redis_away", Level = LogLevel.Warning,
        Message = "redis_away parts=\"{parts}\" reason=\"{reason}\""
            + " - these parts of the log are unavailable; they are tried again until Redis answers")]
    public static partial void RedisAway(this ILogger logger, string parts, string reason);

    [LoggerMessage(EventName = "redis_back", Level = LogLevel.Information, Message = "redis_back - the log is available again")]
    public static partial void RedisBack(this ILogger logger);

    [LoggerMessage(
        EventName = "redis_master_not_found", Level = LogLevel.Warning,
        Message = "redis_master_not_found reason=\"{reason}\""
            + " - the sentinels of ConnectionStrings:Redis give no master; they are asked again until one does")]
    public static partial void RedisMasterNotFound(this ILogger logger, string reason);

    [LoggerMessage(
        EventName = "redis_connection_lost", Level = LogLevel.Warning,
        Message = "redis_connection_lost connection={connection} server={server} failure=\"{failure}\"")]
    public static partial void RedisConnectionLost(this ILogger logger, string connection, string server, string failure);

    [LoggerMessage(
        EventName = "redis_connection_restored", Level = LogLevel.Information,
        Message = "redis_connection_restored connection={connection} server={server}")]
    public static partial void RedisConnectionRestored(this ILogger logger, string connection, string server);

    [LoggerMessage(
        EventName = "redis_unsubscribe_failed", Level = LogLevel.Debug,
        Message = "redis_unsubscribe_failed task_id={task_id} reason=\"{reason}\"")]
    public static partial void RedisUnsubscribeFailed(this ILogger logger, string task_id, string reason);

    [LoggerMessage(
        EventName = "leases_run_anew", Level = LogLevel.Warning,
        Message = "leases_run_anew leases={leases} - no instance reached Redis for a while, so workers get their whole lease again")]
    public static partial void LeasesRunAnew(this ILogger logger, int leases);
}
