using System.Collections.Immutable;
using System.Text.Json;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis.Appending;

/// <summary>A task as the scripts describe it.</summary>
/// <param name="Run">The last run of the workflow; 0 before the first.</param>
/// <param name="HasLiveRun">By Redis' clock when it was read; an append is stored only if it still is so.</param>
/// <param name="LeaseExpired">Likewise.</param>
internal sealed record RedisTask(TaskState State, int Run, long OldestSeq, bool HasLiveRun, bool LeaseExpired)
{
    public TaskFacts Facts => new(State, HasLiveRun, LeaseExpired);

    /// <summary>Members of the state that could not be read; null when all could.</summary>
    public string? Unreadable { get; init; }

    /// <summary>What readers are shown of it.</summary>
    public TaskState Shown => Unreadable is null ? State : UnreadableTask.Shown(State);

    /// <summary>Reads what <c>describe</c> of the scripts' shared part replies.</summary>
    public static RedisTask Read(string taskId, RedisResult described, DamageReports damage)
    {
        var fields = RedisReply.Parts(described);
        var known = new KnownBeside((string?)fields[8], (string?)fields[9], (bool)fields[10]);
        var (state, unreadable) = StoredState.Read(taskId, RedisReply.Text(fields[0]), (long)fields[1], (byte[]?)fields[6], known, damage);
        var outcomes = ReadOutcomes(taskId, RedisReply.Texts(fields[7]), damage);
        return new RedisTask(
            state with { Outcomes = outcomes }, (int)fields[2], (long)fields[3], (string?)fields[4] == "1", (string?)fields[5] == "1")
        {
            Unreadable = unreadable,
        };
    }

    /// <summary>The counted concepts are kept apart: up to 2,000 of them would be written anew with each append.</summary>
    public static byte[] SerializeState(TaskState state) =>
        JsonSerializer.SerializeToUtf8Bytes(
            state with { Outcomes = ImmutableDictionary<string, ConceptOutcome>.Empty }, RedisJson.Default.TaskState);

    /// <summary>
    /// Whether a workflow should run it: not when it waits for review, until somebody asks for something. While a plan is edited it may
    /// still be in review.
    /// </summary>
    public static bool IsRunnable(TaskState state) =>
        state is { Origin: TaskOrigin.Workflow, HasEnded: false }
        && !(state is { Status: TaskRunStatus.HumanReviewPending, PendingCommand: null } && state.SubStatus != ReviewSubStatus.Editing);

    /// <summary>A concept that was counted as something unknown is not counted.</summary>
    private static ImmutableDictionary<string, ConceptOutcome> ReadOutcomes(string taskId, string[] pairs, DamageReports damage)
    {
        if (pairs.Length == 0)
            return ImmutableDictionary<string, ConceptOutcome>.Empty;

        var outcomes = ImmutableDictionary.CreateBuilder<string, ConceptOutcome>();
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (StoredWord.TryRead(pairs[i + 1], out ConceptOutcome outcome))
                outcomes[pairs[i]] = outcome;
            else
                damage.Tell("outcomes", taskId, "this version knows no such word");
        }

        return outcomes.ToImmutable();
    }
}
