namespace Roadmap.Api;

/// <summary>Of the making of roadmaps.</summary>
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
}
