using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Log;

/// <summary>How accepted events get their numbers, and what of an event is stored: task, epoch, seq and attempt are stamped on when it is read.</summary>
internal static class EventNumbering
{
    /// <summary>The events with their numbers after a state, and the state after them.</summary>
    public static (TaskState State, IReadOnlyList<TaskEvent> Numbered) Number(TaskState state, IReadOnlyList<ReportedEvent> accepted)
    {
        var numbered = new TaskEvent[accepted.Count];
        for (var i = 0; i < numbered.Length; i++)
        {
            var attempt = accepted[i].Event is RetryStartedEvent ? state.Attempt + 1 : state.Attempt;
            numbered[i] = Stamp(accepted[i].Event, state.TaskId, state.Epoch, state.Seq + 1, attempt);
            state = state.Apply(numbered[i]);
        }

        return (state, numbered);
    }

    /// <summary>An event with what the log knows about it.</summary>
    public static TaskEvent Stamp(TaskEvent reported, string taskId, string epoch, long seq, int attempt) =>
        reported with { TaskId = taskId, Epoch = epoch, Seq = seq, Attempt = attempt };

    public static byte[] Serialize(TaskEvent reported) => StoredEventJson.Write(reported);
}
