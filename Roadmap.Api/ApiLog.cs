namespace Roadmap.Api;

/// <summary>
/// All log words of the host. Names and ids only, never bodies, tokens or goals. Event names are unique. Each line begins with its event's
/// name, and has its fields as key=value.
/// </summary>
internal static partial class ApiLog
{
    [LoggerMessage(
        EventName = "roadmap_generation_requested", Level = LogLevel.Information,
        Message = "roadmap_generation_requested task_id={task_id} user_id=\"{user_id}\"")]
    public static partial void RoadmapGenerationRequested(this ILogger logger, string task_id, string user_id);

    [LoggerMessage(
        EventName = "generation_started", Level = LogLevel.Debug,
        Message = "generation_started task_id={task_id} attempt={attempt} run={run} step={step}")]
    public static partial void GenerationStarted(this ILogger logger, string task_id, int attempt, int run, string step);

    [LoggerMessage(
        EventName = "generation_goes_on", Level = LogLevel.Information,
        Message = "generation_goes_on task_id={task_id} step={step} run={run}"
            + " - the work was interrupted before, and goes on from this step")]
    public static partial void GenerationGoesOn(this ILogger logger, string task_id, string step, int run);

    [LoggerMessage(
        EventName = "generation_run_over", Level = LogLevel.Information,
        Message = "generation_run_over task_id={task_id} run={run} reason=\"{reason}\" - the run ends before its work is done")]
    public static partial void GenerationRunOver(this ILogger logger, string task_id, int run, string reason);

    [LoggerMessage(
        EventName = "generation_step_failed", Level = LogLevel.Warning,
        Message = "generation_step_failed task_id={task_id} step={step}")]
    public static partial void GenerationStepFailed(this ILogger logger, Exception? exception, string task_id, string step);

    [LoggerMessage(
        EventName = "plan_edit_failed", Level = LogLevel.Warning,
        Message = "plan_edit_failed task_id={task_id} step={step} - the plan stays as it was, and goes back to its review")]
    public static partial void PlanEditFailed(this ILogger logger, Exception? exception, string task_id, string step);

    [LoggerMessage(
        EventName = "concept_content_failed", Level = LogLevel.Warning,
        Message = "concept_content_failed task_id={task_id} concept_id={concept_id} content_type={content_type}"
            + " attempt={attempt} attempts={attempts}")]
    public static partial void ConceptContentFailed(
        this ILogger logger, Exception exception, string task_id, string concept_id, string content_type, int attempt, int attempts);

    [LoggerMessage(
        EventName = "model_away", Level = LogLevel.Warning,
        Message = "model_away task_id={task_id} reason=\"{reason}\" - this roadmap is made from the catalogue")]
    public static partial void ModelAway(this ILogger logger, Exception exception, string task_id, string reason);

    [LoggerMessage(
        EventName = "model_answer_unusable", Level = LogLevel.Warning,
        Message = "model_answer_unusable task_id={task_id} question={question} attempt={attempt} problems={problems}"
            + " - the first is sent back with what is wrong, a second fails the step")]
    public static partial void ModelAnswerUnusable(this ILogger logger, string task_id, string question, int attempt, int problems);

    [LoggerMessage(
        EventName = "model_answer_cut", Level = LogLevel.Warning,
        Message = "model_answer_cut task_id={task_id} question={question} - the model is asked once more")]
    public static partial void ModelAnswerCut(this ILogger logger, string task_id, string question);

    [LoggerMessage(
        EventName = "generation_crashed", Level = LogLevel.Error,
        Message = "generation_crashed task_id={task_id} - a fault of the workflow")]
    public static partial void GenerationCrashed(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "generation_not_started", Level = LogLevel.Error,
        Message = "generation_not_started task_id={task_id} - the other tasks are begun")]
    public static partial void GenerationNotStarted(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "generation_not_restored", Level = LogLevel.Error,
        Message = "generation_not_restored task_id={task_id} - the log has lost it, and could not be given it back; the other tasks are")]
    public static partial void GenerationNotRestored(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(
        EventName = "generation_search_failed", Level = LogLevel.Error,
        Message = "generation_search_failed period={period} - the log was not asked for work; it is asked again after this period")]
    public static partial void GenerationSearchFailed(this ILogger logger, Exception exception, TimeSpan period);

    [LoggerMessage(
        EventName = "generation_log_unavailable", Level = LogLevel.Warning,
        Message = "generation_log_unavailable task_id={task_id} reason=\"{reason}\" - the workflow asks the log again")]
    public static partial void GenerationLogUnavailable(this ILogger logger, string task_id, string reason);

    [LoggerMessage(
        EventName = "generation_leases_unavailable", Level = LogLevel.Warning,
        Message = "generation_leases_unavailable reason=\"{reason}\" - the generation worker asks the log again")]
    public static partial void GenerationLeasesUnavailable(this ILogger logger, string reason);

    [LoggerMessage(
        EventName = "generation_leases_back", Level = LogLevel.Information,
        Message = "generation_leases_back - the log answers the generation worker again")]
    public static partial void GenerationLeasesBack(this ILogger logger);

    [LoggerMessage(
        EventName = "generation_restored", Level = LogLevel.Warning,
        Message = "generation_restored task_id={task_id} seq={seq} epoch={epoch}"
            + " - the log had lost it, or may have; it goes on from this event, in a new epoch")]
    public static partial void GenerationRestored(this ILogger logger, string task_id, long seq, string epoch);

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
        Message = "redis_life_renewed prefix={prefix} store_epoch={store_epoch}"
            + " - Redis may have lost acknowledged events, or Storage:Restored changed: every epoch is renewed")]
    public static partial void RedisStoreEpochRenewed(this ILogger logger, string prefix, string store_epoch);

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
        EventName = "origin_refused", Level = LogLevel.Information,
        Message = "origin_refused path=\"{path}\" origin=\"{origin}\" - this origin is not in Cors:Origins")]
    public static partial void OriginRefused(this ILogger logger, string path, string origin);

    [LoggerMessage(
        EventName = "host_refused", Level = LogLevel.Information,
        Message = "host_refused path=\"{path}\" host=\"{host}\" - this name is not in AllowedHosts")]
    public static partial void HostRefused(this ILogger logger, string path, string host);

    [LoggerMessage(
        EventName = "hosts_unlimited", Level = LogLevel.Information,
        Message = "hosts_unlimited - the server answers under every name, so a page of another site can reach it by DNS rebinding: set"
            + " AllowedHosts to the names by which it is called, or to * if that is meant")]
    public static partial void HostsUnlimited(this ILogger logger);

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

    [LoggerMessage(
        EventName = "authentication_off", Level = LogLevel.Warning,
        Message = "authentication_off - Auth:Mode is None: whoever reaches this server may read, report and cancel every task")]
    public static partial void AuthenticationOff(this ILogger logger);

    [LoggerMessage(
        EventName = "open_to_this_machine", Level = LogLevel.Information,
        Message = "open_to_this_machine - in Development and without authentication: anyone on this machine may do everything")]
    public static partial void OpenToThisMachine(this ILogger logger);

    [LoggerMessage(
        EventName = "authority_away", Level = LogLevel.Warning,
        Message = "authority_away authority={authority} error_type={error_type}"
            + " - its keys could not be fetched, so that no token can be checked; it is asked again with the next token")]
    public static partial void AuthorityAway(this ILogger logger, string authority, string error_type);

    [LoggerMessage(
        EventName = "tokens_revoked", Level = LogLevel.Information,
        Message = "tokens_revoked user_id=\"{user_id}\" not_before={not_before} by=\"{by}\"")]
    public static partial void TokensRevoked(this ILogger logger, string user_id, DateTimeOffset not_before, string by);

    [LoggerMessage(
        EventName = "revocations_away", Level = LogLevel.Warning,
        Message = "revocations_away reason=\"{reason}\" - what was revoked since the last look is not known here; it is looked up again")]
    public static partial void RevocationsAway(this ILogger logger, string reason);

    [LoggerMessage(
        EventName = "revocations_back", Level = LogLevel.Information,
        Message = "revocations_back - what is revoked is known again")]
    public static partial void RevocationsBack(this ILogger logger);

    [LoggerMessage(
        EventName = "watch_link_made", Level = LogLevel.Information,
        Message = "watch_link_made link_id={link_id} task_id={task_id} by=\"{by}\" expires_at={expires_at}")]
    public static partial void WatchLinkMade(this ILogger logger, string link_id, string task_id, string by, DateTimeOffset expires_at);

    [LoggerMessage(
        EventName = "watch_link_revoked", Level = LogLevel.Information,
        Message = "watch_link_revoked link_id={link_id} task_id={task_id} by=\"{by}\"")]
    public static partial void WatchLinkRevoked(this ILogger logger, string link_id, string task_id, string by);

    [LoggerMessage(
        EventName = "watch_links_away", Level = LogLevel.Warning,
        Message = "watch_links_away reason=\"{reason}\""
            + " - which links were revoked, and which keys were made, since the last look is not known here; it is looked up again")]
    public static partial void WatchLinksAway(this ILogger logger, string reason);

    [LoggerMessage(
        EventName = "watch_links_back", Level = LogLevel.Information,
        Message = "watch_links_back - which links are revoked is known again")]
    public static partial void WatchLinksBack(this ILogger logger);
}
