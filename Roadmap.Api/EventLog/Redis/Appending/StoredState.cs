using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Redis.Appending;

/// <summary>
/// Reads the JSON of a state. What of it cannot be read, because another version wrote it or somebody broke it, is named, and something
/// harmless is taken instead: one task that cannot be read must not keep others from being listed, run or ended.
/// </summary>
internal static class StoredState
{
    /// <summary>A state without its counted concepts, which a snapshot does not need; and its members that could not be read.</summary>
    public static (TaskState State, string? Unreadable) Read(
        string taskId, string epoch, long seq, byte[]? json, KnownBeside known, DamageReports damage)
    {
        var (state, unreadable) = TryRead(json) is { } whole ? (whole, null) : ReadWhatCanBe(json, known);
        if (unreadable is not null)
            damage.Tell($"state ({unreadable})", taskId, "what is there is nothing that this version writes");
        return (state with { TaskId = taskId, Epoch = epoch, Seq = seq, Outcomes = ImmutableDictionary<string, ConceptOutcome>.Empty },
            unreadable);
    }

    private static TaskState? TryRead(byte[]? json)
    {
        try
        {
            return json is not null && JsonSerializer.Deserialize(json, RedisJson.Default.TaskState) is { } state && IsKnown(state)
                ? state
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Numbers pass for words where JSON is read.</summary>
    private static bool IsKnown(TaskState state) =>
        Enum.IsDefined(state.Status) && Enum.IsDefined(state.Origin)
        && (state.PendingCommand is null || Enum.IsDefined(state.PendingCommand.Command))
        && state.Percentage is >= 0 and <= 100 && state.Attempt >= 1;

    private static (TaskState State, string Unreadable) ReadWhatCanBe(byte[]? json, KnownBeside known)
    {
        var state = new JsonObject
        {
            ["task_id"] = "",
            ["kind"] = known.Kind ?? UnreadableTask.Kind,
            ["origin"] = (known.HasCheckpoint ? TaskOrigin.Workflow : TaskOrigin.Worker).ToString(),
            ["status"] = (StoredWord.TryRead(known.Status ?? "", out TaskRunStatus status) ? status : TaskRunStatus.Processing).ToString(),
            ["attempt"] = 1,
            ["current_step"] = TaskSteps.Queued,
            ["created_at"] = TaskState.UnknownTime,
            ["updated_at"] = TaskState.UnknownTime,
            ["epoch"] = "",
        };
        List<string> unreadable = [];
        foreach (var (name, value) in Members(json, unreadable))
        {
            // One more member each time: so it is known which one it was.
            var instead = state[name];
            state[name] = value?.DeepClone();
            if (TryRead(JsonSerializer.SerializeToUtf8Bytes(state)) is not null)
                continue;
            unreadable.Add(name);
            state.Remove(name);
            if (instead is not null)
                state[name] = instead.DeepClone();
        }

        return (TryRead(JsonSerializer.SerializeToUtf8Bytes(state))!, string.Join(", ", unreadable));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(byte[]? json, List<string> unreadable)
    {
        try
        {
            if (json is not null && JsonNode.Parse(json) is JsonObject members)
                return [.. members];
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Broken, or a member that is there twice.
        }

        unreadable.Add("all of it");
        return [];
    }
}

/// <summary>What is kept of a task beside its state, and stands for what cannot be read of that.</summary>
/// <param name="HasCheckpoint">Only a generation of the server has one.</param>
internal readonly record struct KnownBeside(string? Kind, string? Status, bool HasCheckpoint);
