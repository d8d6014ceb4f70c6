using System.Collections.Immutable;
using System.Text.Json;
using Roadmap.Api.EventLog;
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

    /// <summary>A task that has just been made.</summary>
    public static TaskState State(TaskOrigin origin = TaskOrigin.Worker, string kind = "import") => new()
    {
        TaskId = "t-1",
        Kind = kind,
        Origin = origin,
        CreatedAt = Timestamp,
        UpdatedAt = Timestamp,
        Epoch = "e.1",
    };

    public static ProgressEvent Progress(string message = "on it") => new()
    {
        Step = "importing",
        Status = "processing",
        Message = message,
        Timestamp = Timestamp,
    };

    /// <param name="type">Of its own.</param>
    /// <param name="members">Its own members, as a JSON object.</param>
    public static UnknownTaskEvent Unknown(string type, string members) =>
        new(type, JsonElement.Parse(members).EnumerateObject().ToImmutableDictionary(member => member.Name, member => member.Value))
        {
            Timestamp = Timestamp,
        };

    public static ConceptAllContentCompleteEvent ConceptMade(string conceptId) =>
        new() { ConceptId = conceptId, ConceptName = conceptId, Timestamp = Timestamp };

    public static ConceptFailedEvent ConceptFailed(string conceptId) => new()
    {
        ConceptId = conceptId,
        ConceptName = conceptId,
        ContentType = ContentType.Quiz,
        Error = "no answer",
        Timestamp = Timestamp,
    };

    public static RoadmapDocument Plan(string roadmapId, string taskId, params string[] conceptIds) => new()
    {
        RoadmapId = roadmapId,
        TaskId = taskId,
        Title = "A plan",
        Summary = "",
        Goal = "To learn",
        Level = LearnerLevel.Beginner,
        Language = "en",
        GeneratedBy = "a test",
        TotalHours = 10,
        HoursPerWeek = 5,
        Weeks = 2,
        KeyTechnologies = [],
        Notes = [],
        Stages =
        [
            new RoadmapStage
            {
                StageId = "s1",
                Title = "First",
                Description = "",
                Hours = 10,
                Modules = [new RoadmapModule
                {
                    ModuleId = "m1",
                    Title = "Module",
                    Description = "",
                    Hours = 10,
                    Concepts = [.. conceptIds.Select(Concept)],
                }],
            },
        ],
    };

    private static RoadmapConcept Concept(string conceptId) => new()
    {
        ConceptId = conceptId,
        Name = conceptId,
        Description = "",
        Hours = 1,
        Difficulty = ConceptDifficulty.Easy,
        Prerequisites = [],
        Keywords = [],
        FirstWeek = 1,
        LastWeek = 1,
    };

    public static HumanReviewRequiredEvent ReviewRequired(string roadmapId = "r-0") => new()
    {
        RoadmapId = roadmapId,
        RoadmapTitle = "A plan",
        StagesCount = 1,
        Timestamp = Timestamp,
    };

    public static ControlEvent ApprovalRequested() => new()
    {
        CommandId = "command-1",
        Command = ControlCommand.Approve,
        Phase = ControlPhase.Requested,
        Timestamp = Timestamp,
    };

    public static CompletedEvent Completed() => new() { Timestamp = Timestamp };

    public static RetryStartedEvent RetryStarted() => new() { Timestamp = Timestamp };
}
