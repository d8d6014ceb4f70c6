using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Hubs.EventLog;

/// <summary>One consistent view of a task's log: its head, and the events after a position as far as they are kept.</summary>
/// <param name="Head">The state at the head of the log.</param>
/// <param name="OldestSeq">The lowest <c>seq</c> that is kept; <c>Head.Seq + 1</c> when none is.</param>
/// <param name="Events">From the first kept event after the asked position, in order, without holes; perhaps only the first part.</param>
public sealed record TaskLogView(TaskState Head, long OldestSeq, StoredEvents Events);

/// <summary>
/// What the live edge reads of the log.
/// <para>
/// A view is consistent: head, oldest and events are of one moment. What was acknowledged before the call is in it. A task that does not
/// exist (any more) is null. A log that cannot answer throws <see cref="LogUnavailableException"/>; nothing else leaves it but
/// cancellation.
/// </para>
/// </summary>
public interface ITaskLogReader
{
    /// <summary>Bytes of stored JSON in one read, unless fewer are asked for.</summary>
    public const int BytesPerRead = 4 * 1024 * 1024;

    /// <summary>
    /// The head, and up to <paramref name="limit"/> events after <paramref name="afterSeq"/>; a limit of 0 reads the head alone. When they
    /// have <paramref name="bytes"/> of stored JSON or more, no further one is read: so what comes is less than <paramref name="bytes"/>
    /// and one event. An event that cannot be read comes as an <see cref="UnreadableTaskEvent"/>.
    /// </summary>
    Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, int bytes, CancellationToken cancellationToken);

    /// <summary>The same with as many bytes as one read may have.</summary>
    Task<TaskLogView?> ReadAsync(string taskId, long afterSeq, int limit, CancellationToken cancellationToken) =>
        ReadAsync(taskId, afterSeq, limit, BytesPerRead, cancellationToken);

    /// <summary>
    /// The heads of many tasks in one call; a task that does not exist has none. Where the log has parts, neither has one whose part does
    /// not answer, as long as another does: who misses a task reads it by itself, and is told then.
    /// </summary>
    Task<IReadOnlyDictionary<string, Position>> ReadHeadsAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken);
}

/// <summary>The log did not answer: it is not known whether what was asked of it happened.</summary>
public sealed class LogUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What a client is told; the exception's own text stays in the log.</summary>
    public const string ForPeople = "The log is unavailable at the moment. Try again; repeat a report with the same event ids.";
}
