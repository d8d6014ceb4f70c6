using Roadmap.Api.EventLog;
using Roadmap.Contracts;

namespace Roadmap.Api;

/// <summary>All log words of the host. Event names are unique; ids and names only, never bodies, tokens or goals.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(
        EventName = "roadmap_generation_requested", Level = LogLevel.Information,
        Message = "A roadmap was asked for: task {task_id}, user {user_id}")]
    public static partial void RoadmapGenerationRequested(this ILogger logger, string task_id, string user_id);

    [LoggerMessage(
        EventName = "generation_started", Level = LogLevel.Debug,
        Message = "Working on task {task_id}, attempt {attempt}, run {run}, from {step}")]
    public static partial void GenerationStarted(this ILogger logger, string task_id, int attempt, int run, string step);

    [LoggerMessage(
        EventName = "generation_goes_on", Level = LogLevel.Information,
        Message = "The work on task {task_id} was interrupted, and goes on from {step} in run {run}")]
    public static partial void GenerationGoesOn(this ILogger logger, string task_id, string step, int run);

    [LoggerMessage(
        EventName = "generation_run_over", Level = LogLevel.Information,
        Message = "Run {run} of task {task_id} is over before its work is: {reason}")]
    public static partial void GenerationRunOver(this ILogger logger, string task_id, int run, string reason);

    [LoggerMessage(EventName = "generation_step_failed", Level = LogLevel.Warning, Message = "Step {step} of task {task_id} failed")]
    public static partial void GenerationStepFailed(this ILogger logger, Exception? exception, string task_id, string step);

    [LoggerMessage(
        EventName = "concept_content_failed", Level = LogLevel.Warning,
        Message = "The {content_type} of concept {concept_id} of task {task_id} failed, try {attempt} of {attempts}")]
    public static partial void ConceptContentFailed(
        this ILogger logger, Exception exception, string task_id, string concept_id, ContentType content_type, int attempt, int attempts);

    [LoggerMessage(EventName = "generation_crashed", Level = LogLevel.Error, Message = "The workflow of task {task_id} crashed")]
    public static partial void GenerationCrashed(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "generation_not_started", Level = LogLevel.Error,
        Message = "Task {task_id} could not be begun with; the others are")]
    public static partial void GenerationNotStarted(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "generation_not_restored", Level = LogLevel.Error,
        Message = "Task {task_id} could not be given back to the log, which has lost it; the others are")]
    public static partial void GenerationNotRestored(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "generation_search_failed", Level = LogLevel.Error,
        Message = "What is to be generated could not be looked for; it is tried again in {period}")]
    public static partial void GenerationSearchFailed(this ILogger logger, Exception exception, TimeSpan period);

    [LoggerMessage(
        EventName = "generation_log_unavailable", Level = LogLevel.Warning,
        Message = "The log did not answer the workflow of task {task_id}: {reason} It is asked again")]
    public static partial void GenerationLogUnavailable(this ILogger logger, string task_id, string reason);

    [LoggerMessage(
        EventName = "generation_leases_unavailable", Level = LogLevel.Warning,
        Message = "The log did not answer the generation worker: {reason} It is asked again")]
    public static partial void GenerationLeasesUnavailable(this ILogger logger, string reason);

    [LoggerMessage(
        EventName = "generation_restored", Level = LogLevel.Warning,
        Message = "The log had lost task {task_id}, or may have: it goes on from event {seq}, in its new epoch {epoch}")]
    public static partial void GenerationRestored(this ILogger logger, string task_id, long seq, string epoch);

    [LoggerMessage(EventName = "log_opened", Level = LogLevel.Information, Message = "The log is {path}; its epochs begin with {life}")]
    public static partial void LogOpened(this ILogger logger, string path, string life);

    [LoggerMessage(
        EventName = "log_life_renewed", Level = LogLevel.Warning,
        Message = "Storage:Restored changed: every epoch is renewed, all positions of clients are void")]
    public static partial void StoreEpochRenewed(this ILogger logger);

    [LoggerMessage(
        EventName = "log_not_ready", Level = LogLevel.Warning,
        Message = "The log would take no append: {reason} The server says that it is not ready")]
    public static partial void LogNotReady(this ILogger logger, string reason);

    [LoggerMessage(EventName = "log_ready_again", Level = LogLevel.Information, Message = "The log takes appends again")]
    public static partial void LogReadyAgain(this ILogger logger);

    [LoggerMessage(
        EventName = "log_commit_failed", Level = LogLevel.Error,
        Message = "A transaction of {operations} operations could not be committed")]
    public static partial void LogCommitFailed(this ILogger logger, int operations, Exception exception);

    [LoggerMessage(
        EventName = "log_operation_failed", Level = LogLevel.Error,
        Message = "One operation on the log failed; the others of its transaction were run again without it")]
    public static partial void LogOperationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        EventName = "log_rollback_failed", Level = LogLevel.Error,
        Message = "A transaction that failed could not be rolled back either")]
    public static partial void LogRollbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        EventName = "record_unreadable", Level = LogLevel.Error,
        Message = "What the log holds in {place} of task {task_id} cannot be read by this version, and is passed over: {reason}")]
    public static partial void RecordUnreadable(this ILogger logger, string place, string task_id, string reason);

    [LoggerMessage(
        EventName = "unreadable_task_ended", Level = LogLevel.Error,
        Message = "Task {task_id} has failed: its record cannot be read by this version ({places})")]
    public static partial void UnreadableTaskEnded(this ILogger logger, string task_id, string places);

    [LoggerMessage(
        EventName = "announcement_handler_failed", Level = LogLevel.Error,
        Message = "A subscriber to the announcements of {task_id} threw")]
    public static partial void AnnouncementHandlerFailed(this ILogger logger, string task_id, Exception exception);

    [LoggerMessage(
        EventName = "announcement_unreadable", Level = LogLevel.Warning,
        Message = "What came over the channel of {task_id} is no announcement; it is read from the log instead")]
    public static partial void AnnouncementUnreadable(this ILogger logger, string task_id, Exception exception);

    [LoggerMessage(
        EventName = "redis_life_begun", Level = LogLevel.Information,
        Message = "Redis holds no log under {prefix} yet: one begins, whose epochs begin with {life}")]
    public static partial void RedisStoreEpochBegun(this ILogger logger, string prefix, string life);

    [LoggerMessage(
        EventName = "redis_life_renewed", Level = LogLevel.Warning,
        Message = "Redis may have lost acknowledged events, or Storage:Restored changed: every epoch under {prefix} is renewed, and begins with {life} now")]
    public static partial void RedisStoreEpochRenewed(this ILogger logger, string prefix, string life);

    [LoggerMessage(
        EventName = "redis_may_evict", Level = LogLevel.Warning,
        Message = "maxmemory-policy of Redis is {policy}: it may delete parts of the log at any time. Set it to noeviction")]
    public static partial void RedisMayEvict(this ILogger logger, string policy);

    [LoggerMessage(
        EventName = "redis_away", Level = LogLevel.Warning,
        Message = "The log is unavailable (parts: {parts}): {reason} It is tried again until Redis answers")]
    public static partial void RedisAway(this ILogger logger, string parts, string reason);

    [LoggerMessage(EventName = "redis_back", Level = LogLevel.Information, Message = "The log is available again")]
    public static partial void RedisBack(this ILogger logger);

    [LoggerMessage(
        EventName = "redis_master_not_found", Level = LogLevel.Warning,
        Message = "The sentinels of ConnectionStrings:Redis give no master: {reason} It is tried again until one does")]
    public static partial void RedisMasterNotFound(this ILogger logger, string reason);

    [LoggerMessage(
        EventName = "redis_connection_lost", Level = LogLevel.Warning,
        Message = "The {connection} connection to Redis is lost: {failure}")]
    public static partial void RedisConnectionLost(this ILogger logger, string connection, string failure);

    [LoggerMessage(
        EventName = "redis_connection_restored", Level = LogLevel.Information,
        Message = "The {connection} connection to Redis is there again")]
    public static partial void RedisConnectionRestored(this ILogger logger, string connection);

    [LoggerMessage(
        EventName = "redis_unsubscribe_failed", Level = LogLevel.Debug,
        Message = "The channel of {task_id} could not be left: {reason}")]
    public static partial void RedisUnsubscribeFailed(this ILogger logger, string task_id, string reason);

    [LoggerMessage(
        EventName = "leases_run_anew", Level = LogLevel.Warning,
        Message = "No instance reached Redis for a while: {leases} leases of workers run anew")]
    public static partial void LeasesRunAnew(this ILogger logger, int leases);

    [LoggerMessage(
        EventName = "tasks_expired", Level = LogLevel.Information,
        Message = "{tasks} tasks were deleted, their retention is over")]
    public static partial void TasksExpired(this ILogger logger, int tasks);

    [LoggerMessage(
        EventName = "more_tasks_expired", Level = LogLevel.Warning,
        Message = "{tasks} tasks were deleted, and the retention of more is over: a sweep deletes a fiftieth of all at most. It "
            + "goes on in {period}. If that is unexpected, look at the clock")]
    public static partial void MoreTasksExpired(this ILogger logger, int tasks, TimeSpan period);

    [LoggerMessage(
        EventName = "clock_jumped", Level = LogLevel.Warning,
        Message = "The clock is {ahead} ahead of the time that has really passed: retention follows it slowly. If it is wrong, set "
            + "it right")]
    public static partial void ClockJumped(this ILogger logger, TimeSpan ahead);

    [LoggerMessage(
        EventName = "leases_after_pause", Level = LogLevel.Warning,
        Message = "The server stood still for {pause}, and no worker could report: {leases} leases run anew")]
    public static partial void LeasesAfterPause(this ILogger logger, TimeSpan pause, int leases);

    [LoggerMessage(
        EventName = "task_not_deleted", Level = LogLevel.Error,
        Message = "Task {task_id}, whose retention is over, could not be deleted; the others are")]
    public static partial void TaskNotDeleted(this ILogger logger, string task_id, Exception exception);

    [LoggerMessage(
        EventName = "retention_sweep_failed", Level = LogLevel.Warning,
        Message = "Expired tasks could not be deleted: {reason} It is tried again in {period}")]
    public static partial void RetentionSweepFailed(this ILogger logger, string reason, TimeSpan period);

    [LoggerMessage(EventName = "task_status_updated", Level = LogLevel.Information, Message = "Task {task_id} is {status}, in step {step}")]
    public static partial void TaskStatusUpdated(this ILogger logger, string task_id, TaskRunStatus status, string step);

    /// <summary>Says <c>task_status_updated</c> when an append changed it.</summary>
    public static void StatusAfter(this ILogger logger, AppendResult result)
    {
        if (result is AppendResult.Appended { Before: var before, State: var after } && (before.Status, before.CurrentStep) != (after.Status, after.CurrentStep))
            logger.TaskStatusUpdated(after.TaskId, after.Status, after.CurrentStep);
    }

    [LoggerMessage(
        EventName = "lease_expired", Level = LogLevel.Warning,
        Message = "The worker of task {task_id} went silent: its lease has passed and the task has failed")]
    public static partial void LeaseExpired(this ILogger logger, string task_id);

    [LoggerMessage(
        EventName = "lease_not_ended", Level = LogLevel.Error,
        Message = "The worker of task {task_id} went silent, but the task could not be ended; the others are")]
    public static partial void LeaseNotEnded(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "lease_watch_failed", Level = LogLevel.Warning,
        Message = "The leases of workers could not be looked at: {reason} It is tried again every {period}")]
    public static partial void LeaseWatchFailed(this ILogger logger, string reason, TimeSpan period);

    [LoggerMessage(
        EventName = "intake_hears", Level = LogLevel.Information,
        Message = "What workers publish on channels of {prefix} is taken in")]
    public static partial void IngestHears(this ILogger logger, string prefix);

    [LoggerMessage(
        EventName = "intake_hears_nothing", Level = LogLevel.Warning,
        Message = "What workers publish on channels of {prefix} is not heard: {reason} What is published now is lost, unless "
            + "another instance hears it")]
    public static partial void IngestHearsNothing(this ILogger logger, string prefix, string reason);

    [LoggerMessage(
        EventName = "intake_unreadable", Level = LogLevel.Warning,
        Message = "A message of {bytes} bytes on the channel of task {task_id} is no event: {reason}")]
    public static partial void IngestUnreadable(this ILogger logger, string task_id, int bytes, string reason);

    [LoggerMessage(
        EventName = "intake_refused", Level = LogLevel.Debug,
        Message = "Task {task_id} does not take a published {type} event, {code}: {reason}")]
    public static partial void IngestRefused(this ILogger logger, string task_id, string type, string code, string reason);

    [LoggerMessage(
        EventName = "intake_overflowed", Level = LogLevel.Warning,
        Message = "Messages of workers are left out: too many wait for the log")]
    public static partial void IngestOverflowed(this ILogger logger);

    [LoggerMessage(
        EventName = "intake_log_unavailable", Level = LogLevel.Warning,
        Message = "The log did not take a published event of task {task_id}: {reason} It is tried again")]
    public static partial void IngestLogUnavailable(this ILogger logger, string task_id, string reason);

    [LoggerMessage(
        EventName = "intake_gave_up", Level = LogLevel.Warning,
        Message = "A published event of task {task_id} is left out, the log did not take it for {patience}: {reason}")]
    public static partial void IngestGaveUp(this ILogger logger, string task_id, TimeSpan patience, string reason);

    [LoggerMessage(
        EventName = "intake_left_behind", Level = LogLevel.Warning,
        Message = "The server stops while {messages} messages of workers wait: those that no other instance has heard are lost")]
    public static partial void IngestLeftBehind(this ILogger logger, int messages);

    [LoggerMessage(EventName = "intake_failed", Level = LogLevel.Error, Message = "A published event of task {task_id} could not be taken")]
    public static partial void IngestFailed(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "intake_message_failed", Level = LogLevel.Error,
        Message = "A message of {bytes} bytes could not be taken in, and is left out")]
    public static partial void IngestMessageFailed(this ILogger logger, Exception exception, int bytes);

    [LoggerMessage(
        EventName = "draining_began", Level = LogLevel.Information,
        Message = "The server takes no new connections, and stops when its clients have gone and its generations have reached a "
            + "checkpoint, in {time_out} at most. Another signal ends it at once")]
    public static partial void DrainingBegan(this ILogger logger, TimeSpan time_out);

    [LoggerMessage(
        EventName = "draining_ended", Level = LogLevel.Information,
        Message = "Clients and generations are gone after {elapsed}; the server stops")]
    public static partial void DrainingEnded(this ILogger logger, TimeSpan elapsed);

    [LoggerMessage(
        EventName = "draining_cut_short", Level = LogLevel.Warning,
        Message = "Clients or generations are still here after {elapsed}; the server stops all the same. Draining:Timeout gives "
            + "them longer")]
    public static partial void DrainingCutShort(this ILogger logger, TimeSpan elapsed);

    [LoggerMessage(EventName = "draining_failed", Level = LogLevel.Error, Message = "The server could not be drained, and stops")]
    public static partial void DrainingFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        EventName = "listener_failed", Level = LogLevel.Error,
        Message = "{listener} failed at the {notification} of task {task_id}; the watchers have it")]
    public static partial void ListenerFailed(
        this ILogger logger, Exception exception, string listener, string notification, string task_id);

    [LoggerMessage(EventName = "lines_left_out", Message = "{lines} more lines of {event_name} were left out within {period}")]
    public static partial void LinesLeftOut(this ILogger logger, LogLevel level, int lines, string event_name, TimeSpan period);

    [LoggerMessage(
        EventName = "request_failed", Level = LogLevel.Error,
        Message = "{method} {path} failed; the caller has the trace id {trace_id}")]
    public static partial void RequestFailed(this ILogger logger, string method, string path, string trace_id, Exception exception);

    [LoggerMessage(
        EventName = "request_log_unavailable", Level = LogLevel.Warning,
        Message = "{method} {path} was answered with log_unavailable: {reason}")]
    public static partial void RequestLogUnavailable(this ILogger logger, string method, string path, string reason);

    [LoggerMessage(
        EventName = "origin_refused", Level = LogLevel.Information,
        Message = "{path} was refused to a page of {origin}: it is not in Cors:Origins")]
    public static partial void OriginRefused(this ILogger logger, string path, string origin);

    [LoggerMessage(
        EventName = "connections_limited", Level = LogLevel.Information,
        Message = "Takes up to {watchers} watchers and {connections} TCP connections in all: the process may have {descriptors} "
            + "files and connections open")]
    public static partial void ConnectionsLimited(this ILogger logger, int watchers, int connections, long descriptors);

    [LoggerMessage(
        EventName = "connections_refused", Level = LogLevel.Warning,
        Message = "There are {connections} TCP connections, as many as there are file descriptors for: the next are closed at once,"
            + " {refused} so far")]
    public static partial void ConnectionsRefused(this ILogger logger, int connections, long refused);
}
