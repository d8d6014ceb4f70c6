using MessagePack;
using Roadmap.Contracts.Packed;

namespace Roadmap.Contracts;

/// <summary>
/// Stands in the place of a stored event that the server can no longer read or send: damaged, or written by another version. So the
/// numbering has no hole. Nothing that comes in is ever read as one, and none is ever stored.
/// </summary>
[MessagePackFormatter(typeof(ContractFormatter<UnreadableTaskEvent>))]
public sealed record UnreadableTaskEvent() : TaskEvent(TaskEventTypes.Unknown)
{
    /// <summary>The line that everyone is told instead of what the event said.</summary>
    public const string ForPeople = "This event is stored, but the server could not read it.";

    /// <summary>In the place of an event that could be read and cannot be sent.</summary>
    public static UnreadableTaskEvent InPlaceOf(TaskEvent stored) =>
        At(stored.TaskId, stored.Epoch, stored.Seq, stored.Attempt, stored.Timestamp);

    /// <param name="taskId">Whose event it is.</param>
    /// <param name="epoch">The wire epoch.</param>
    /// <param name="seq">The place that it fills.</param>
    /// <param name="attempt">The event's, as far as it is known; else the task's.</param>
    /// <param name="timestamp">The event's, as far as it is known; else when the task was last updated.</param>
    public static UnreadableTaskEvent At(string taskId, string epoch, long seq, int attempt, DateTimeOffset timestamp) => new()
    {
        TaskId = taskId,
        Epoch = epoch,
        Seq = seq,
        Attempt = attempt,
        Timestamp = timestamp,
        Message = ForPeople,
    };
}
