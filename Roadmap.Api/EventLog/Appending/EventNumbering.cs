using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Appending;

/// <summary>
/// How accepted events get their numbers, and what of an event is stored: task, epoch, seq and attempt are stamped on when it is read.
/// </summary>
internal static class EventNumbering
{
    /// <summary>
    /// The accepted events with their numbers after a state, and the state after them: folded once, by the decision or here.
    /// </summary>
    public static NumberedEvents Number(TaskState state, Decision.Accepted accepted)
    {
        if (accepted.Numbered is { } known && ReferenceEquals(known.Before, state))
            return known;

        var (after, numbered) = (state, new TaskEvent[accepted.Events.Count]);
        for (var i = 0; i < numbered.Length; i++)
        {
            numbered[i] = Next(after, accepted.Events[i].Event);
            after = after.Apply(numbered[i]);
        }

        return new NumberedEvents(state, after, numbered);
    }

    /// <summary>An event as the next one after a state.</summary>
    public static TaskEvent Next(TaskState state, TaskEvent reported) =>
        Stamp(reported, state.TaskId, state.Epoch, state.Seq + 1, AttemptOf(state, reported));

    /// <summary>The attempt of an event that comes next.</summary>
    public static int AttemptOf(TaskState state, TaskEvent reported) => reported is RetryStartedEvent ? state.Attempt + 1 : state.Attempt;

    /// <summary>An event with what the log knows about it.</summary>
    public static TaskEvent Stamp(TaskEvent reported, string taskId, string epoch, long seq, int attempt) =>
        reported with { TaskId = taskId, Epoch = epoch, Seq = seq, Attempt = attempt };

    /// <summary>By reference: what a decision leaves as it was stays the same object, and its JSON is ready.</summary>
    public static Dictionary<TaskEvent, byte[]> SerializeAll(IReadOnlyList<ReportedEvent> events)
    {
        var json = new Dictionary<TaskEvent, byte[]>(events.Count, ReferenceEqualityComparer.Instance);
        foreach (var reported in events)
            json[reported.Event] = Serialize(reported.Event);
        return json;
    }

    public static byte[] Serialize(TaskEvent reported) => StoredEventJson.Write(reported);
}

/// <summary>Events with their numbers, between the states before and after them.</summary>
public sealed record NumberedEvents(TaskState Before, TaskState After, IReadOnlyList<TaskEvent> Events);
