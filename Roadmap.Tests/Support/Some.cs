using Roadmap.Api.Log;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Tests.Support;

/// <summary>Plain examples for tests that care about other things.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Timestamp = new(2026, 1, 31, 8, 0, 0, TimeSpan.Zero);

    public static string TaskId() => $"task-{Guid.NewGuid():N}";

    public static NewTask WorkerTask(string taskId) => new()
    {
        TaskId = taskId,
        Kind = "import",
        Origin = TaskOrigin.Worker,
        CreatedAt = Timestamp,
        Fingerprint = "asked for once",
    };

    public static NewTask WorkflowTask(string taskId) => WorkerTask(taskId) with
    {
        Kind = TaskKinds.RoadmapGeneration,
        Origin = TaskOrigin.Workflow,
        Checkpoint = "start",
    };

    public static ProgressEvent Progress(string message = "on it") => new()
    {
        Step = "importing",
        Status = "processing",
        Message = message,
        Timestamp = Timestamp,
    };

    public static CompletedEvent Completed() => new() { Timestamp = Timestamp };

    public static RetryStartedEvent RetryStarted() => new() { Timestamp = Timestamp };
}
