using System.Text.Json;
using System.Text.Json.Serialization;
using Roadmap.Api.EventLog.Runs;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Redis.Appending;

/// <summary>
/// What an append changes beside events and state, which most do not. Absent is unchanged: the scripts take what is there for meant.
/// </summary>
internal sealed record AppendChanges
{
    public string? Status { get; init; }

    /// <summary>With the status.</summary>
    public bool? Ended { get; init; }

    public bool? Runnable { get; init; }
    public string? Roadmap { get; init; }

    /// <summary>Of the attempts before.</summary>
    public bool? ForgetOutcomes { get; init; }

    public IReadOnlyDictionary<string, string>? Outcomes { get; init; }
    public string? Checkpoint { get; init; }
    public StoredPlan? Plan { get; init; }
    public StoredContent? Content { get; init; }

    /// <summary>What is remembered of a task that is completed.</summary>
    public StoredRun? Run { get; init; }

    /// <summary>Null when nothing changes.</summary>
    public static AppendChanges? Between(TaskState before, TaskState after, IReadOnlyList<TaskEvent> stored, WorkflowWrite? workflow)
    {
        var isNextAttempt = stored.Any(e => e is RetryStartedEvent);
        var changes = new AppendChanges
        {
            Status = after.Status == before.Status ? null : after.Status.ToString(),
            Ended = after.Status == before.Status ? null : after.HasEnded,
            Runnable = RedisTask.IsRunnable(after) == RedisTask.IsRunnable(before) ? null : RedisTask.IsRunnable(after),
            Roadmap = after.RoadmapId == before.RoadmapId ? null : after.RoadmapId,
            ForgetOutcomes = isNextAttempt ? true : null,
            Outcomes = OutcomesOf(after, isNextAttempt ? after.Outcomes.Keys : stored.Select(ConceptOf).OfType<string>()),
            Checkpoint = workflow?.Checkpoint,
            Plan = StoredPlan.Of(workflow?.Roadmap),
            Content = workflow?.Content is { Count: > 0 } content
                ? StoredContent.Of(workflow.Roadmap?.RoadmapId ?? after.RoadmapId ?? "", content)
                : null,
            Run = StoredRun.Of(before, after),
        };
        return changes == s_none ? null : changes;
    }

    /// <summary>All that belongs to a task which has to be made anew.</summary>
    public static AppendChanges All(KnownGeneration known) => new()
    {
        Roadmap = known.State.RoadmapId,
        Outcomes = OutcomesOf(known.State, known.State.Outcomes.Keys),
        Checkpoint = known.Checkpoint,
        Plan = StoredPlan.Of(known.Roadmap),
        Content = known.Roadmap is { } plan && known.Content.Count > 0 ? StoredContent.Of(plan.RoadmapId, known.Content) : null,
    };

    private static readonly AppendChanges s_none = new();

    private static Dictionary<string, string>? OutcomesOf(TaskState state, IEnumerable<string> concepts)
    {
        Dictionary<string, string>? outcomes = null;
        foreach (var concept in concepts)
        {
            if (state.Outcomes.TryGetValue(concept, out var outcome))
                (outcomes ??= new Dictionary<string, string>(StringComparer.Ordinal))[concept] = outcome.ToString();
        }

        return outcomes;
    }

    private static string? ConceptOf(TaskEvent stored) => stored switch
    {
        ConceptAllContentCompleteEvent e => e.ConceptId,
        ConceptFailedEvent e => e.ConceptId,
        _ => null,
    };
}

/// <param name="Json">The plan, without content.</param>
internal sealed record StoredPlan(string Id, string Json)
{
    public static StoredPlan? Of(RoadmapDocument? plan) =>
        plan is null ? null : new StoredPlan(plan.RoadmapId, JsonSerializer.Serialize(plan, ContractsJson.TypeInfo<RoadmapDocument>()));
}

/// <param name="PerGroup">Of one group at most.</param>
/// <param name="Groups">Groups at most.</param>
internal sealed record StoredRun(string Group, string Json, int PerGroup, int Groups)
{
    public static StoredRun? Of(TaskState before, TaskState after) => FinishedRun.Between(before, after) is { } run
        ? new StoredRun(FinishedRun.GroupOf(after), RunJson.Write(run), IFinishedRuns.PerGroup, IFinishedRuns.Groups)
        : null;
}

/// <param name="Pieces">Their JSON, by name.</param>
internal sealed record StoredContent(string Roadmap, IReadOnlyDictionary<string, string> Pieces)
{
    public static StoredContent Of(string roadmap, IReadOnlyDictionary<string, ConceptContent> content)
    {
        var pieces = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (conceptId, made) in content)
        {
            Add(conceptId, ContentType.Tutorial, made.Tutorial);
            Add(conceptId, ContentType.Resources, made.Resources);
            Add(conceptId, ContentType.Quiz, made.Quiz);
        }

        return new StoredContent(roadmap, pieces);

        void Add<T>(string conceptId, ContentType type, T? piece)
            where T : class
        {
            if (piece is not null)
                pieces[NameOf(type, conceptId)] = JsonSerializer.Serialize(piece, ContractsJson.TypeInfo<T>());
        }
    }

    /// <summary>The field of a piece in its roadmap's hash.</summary>
    public static string NameOf(ContentType type, string conceptId) => $"{type} {conceptId}";
}

/// <summary>What only Redis holds as JSON.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TaskState))]
[JsonSerializable(typeof(AppendChanges))]
internal sealed partial class RedisJson : JsonSerializerContext;
