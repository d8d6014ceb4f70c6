using System.Collections.Immutable;
using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using StackExchange.Redis;

namespace Roadmap.Api.Log.Redis;

/// <summary>A task as the scripts describe it.</summary>
/// <param name="Run">The last run of the workflow; 0 before the first.</param>
/// <param name="HasLiveRun">By Redis' clock when it was read; an append is stored only if it still is so.</param>
/// <param name="LeaseExpired">Likewise.</param>
internal sealed record RedisTask(TaskState State, int Run, long OldestSeq, bool HasLiveRun, bool LeaseExpired)
{
    public TaskFacts Facts => new(State, HasLiveRun, LeaseExpired);

    /// <summary>Reads what <c>describe</c> of the scripts' shared part replies.</summary>
    public static RedisTask Read(string taskId, RedisResult described)
    {
        var fields = RedisReply.Parts(described);
        var state = ReadState(taskId, RedisReply.Text(fields[0]), (long)fields[1], RedisReply.Bytes(fields[6]));
        return new RedisTask(state with { Outcomes = ReadOutcomes(RedisReply.Texts(fields[7])) }, (int)fields[2], (long)fields[3], (string?)fields[4] == "1", (string?)fields[5] == "1");
    }

    /// <summary>A state without its counted concepts, which a snapshot does not need.</summary>
    public static TaskState ReadState(string taskId, string epoch, long seq, byte[] json) =>
        JsonSerializer.Deserialize(json, RedisJson.Default.TaskState)! with { TaskId = taskId, Epoch = epoch, Seq = seq, Outcomes = ImmutableDictionary<string, ConceptOutcome>.Empty };

    /// <summary>The counted concepts are kept apart: up to 2,000 of them would be written anew with each append.</summary>
    public static byte[] SerializeState(TaskState state) =>
        JsonSerializer.SerializeToUtf8Bytes(state with { Outcomes = ImmutableDictionary<string, ConceptOutcome>.Empty }, RedisJson.Default.TaskState);

    /// <summary>Whether a workflow should run it: not when it waits for review, until somebody asks for something. While a plan is edited it may still be in review.</summary>
    public static bool IsRunnable(TaskState state) =>
        state is { Origin: TaskOrigin.Workflow, HasEnded: false }
        && !(state is { Status: TaskRunStatus.HumanReviewPending, PendingCommand: null } && state.SubStatus != ReviewSubStatus.Editing);

    private static ImmutableDictionary<string, ConceptOutcome> ReadOutcomes(string[] pairs)
    {
        if (pairs.Length == 0)
            return ImmutableDictionary<string, ConceptOutcome>.Empty;

        var outcomes = ImmutableDictionary.CreateBuilder<string, ConceptOutcome>();
        for (var i = 0; i < pairs.Length; i += 2)
            outcomes[pairs[i]] = Enum.Parse<ConceptOutcome>(pairs[i + 1]);
        return outcomes.ToImmutable();
    }
}
