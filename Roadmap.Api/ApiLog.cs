using Roadmap.Contracts;

namespace Roadmap.Api;

/// <summary>Every word that this project logs. Names and ids only: never a goal, a body or a token.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(EventName = "roadmap_generation_requested", Level = LogLevel.Information, Message = "A roadmap was asked for: task {task_id}, user {user_id}")]
    public static partial void RoadmapGenerationRequested(this ILogger logger, string task_id, string? user_id);

    [LoggerMessage(EventName = "generation_started", Level = LogLevel.Debug, Message = "Working on task {task_id}, attempt {attempt}, run {run}, from {step}")]
    public static partial void GenerationStarted(this ILogger logger, string task_id, int attempt, int run, string step);

    [LoggerMessage(EventName = "generation_run_over", Level = LogLevel.Information, Message = "Run {run} of task {task_id} is over before its work is: {reason}")]
    public static partial void GenerationRunOver(this ILogger logger, string task_id, int run, string reason);

    [LoggerMessage(EventName = "generation_step_failed", Level = LogLevel.Warning, Message = "Step {step} of task {task_id} failed")]
    public static partial void GenerationStepFailed(this ILogger logger, Exception? exception, string task_id, string step);

    [LoggerMessage(EventName = "concept_content_failed", Level = LogLevel.Warning, Message = "The {content_type} of concept {concept_id} of task {task_id} failed, try {attempt} of {attempts}")]
    public static partial void ConceptContentFailed(this ILogger logger, Exception exception, string task_id, string concept_id, ContentType content_type, int attempt, int attempts);

    [LoggerMessage(EventName = "generation_crashed", Level = LogLevel.Error, Message = "The workflow of task {task_id} crashed")]
    public static partial void GenerationCrashed(this ILogger logger, Exception exception, string task_id);

    [LoggerMessage(EventName = "generation_log_unavailable", Level = LogLevel.Warning, Message = "The log did not answer the workflow of task {task_id}: {reason}. It is asked again")]
    public static partial void GenerationLogUnavailable(this ILogger logger, string task_id, string reason);

    [LoggerMessage(EventName = "generation_leases_unavailable", Level = LogLevel.Warning, Message = "The log did not answer the generation worker: {reason}. It is asked again")]
    public static partial void GenerationLeasesUnavailable(this ILogger logger, string reason);
}
