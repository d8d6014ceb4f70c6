using Microsoft.Data.Sqlite;
using Roadmap.Api.EventLog.Appending;
using Roadmap.Api.EventLog.Retention;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.EventLog;

namespace Roadmap.Api.EventLog.Sqlite.Tables;

/// <summary>The rows of <c>events</c>. Event ids stand in them, and so live exactly as long.</summary>
internal static class EventTable
{
    /// <summary>About what an event takes that stands in the place of one.</summary>
    private const int BytesInPlaceOf = 200;

    public static void Insert(LogConnection db, long task, TaskEvent stored, string? eventId, byte[] json, string? trace) =>
        db["INSERT INTO events (task, seq, attempt, event_id, json, trace) VALUES ($task, $seq, $attempt, $event_id, $json, $trace)"]
            .Execute(task, stored.Seq, stored.Attempt, eventId, json, trace);

    /// <summary>Where the event of this id is; null when it is not known (any more).</summary>
    public static long? FindSeq(LogConnection db, long task, string eventId)
    {
        using var row = db["SELECT seq FROM events WHERE task = $task AND event_id = $event_id"].Query(task, eventId);
        return row.Read() ? row.GetInt64(0) : null;
    }

    /// <summary>
    /// In the order of their numbers, which have no holes: what is not there, or cannot be read, has its place taken by an
    /// <see cref="UnreadableTaskEvent"/>.
    /// </summary>
    public static StoredEvents Read(
        LogConnection db, StoredTask task, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        var events = new StoredEvents();
        var next = Math.Max(afterSeq + 1, task.OldestSeq);
        using var row = db["SELECT seq, attempt, json, trace FROM events WHERE task = $task AND seq >= $next ORDER BY seq "
            + "LIMIT $limit"].Query(task.Key, next, limit);
        while (events.Bytes < bytes && events.Count < limit && row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            FillTo(row.GetInt64(0));
            if (events.Bytes >= bytes || events.Count == limit)
                break;
            var json = row.IsDBNull(2) ? [] : row.GetFieldValue<byte[]>(2);
            events.Add(Read(db, task, row, json), json.Length, row.IsDBNull(3) ? null : row.GetString(3));
            next = row.GetInt64(0) + 1;
        }

        FillTo(task.State.Seq + 1);
        return events;

        void FillTo(long seq)
        {
            for (; next < seq && events.Count < limit && events.Bytes < bytes; next++)
                events.Add(InPlaceOf(db, task, next, "it is not there"), BytesInPlaceOf);
        }
    }

    private static TaskEvent Read(LogConnection db, StoredTask task, SqliteDataReader row, byte[] json)
    {
        var seq = row.GetInt64(0);
        try
        {
            var stored = StoredEventJson.Read(json);
            return EventNumbering.Stamp(stored, task.State.TaskId, task.State.Epoch, seq, row.GetInt32(1));
        }
#pragma warning disable CA1031 // Whatever is wrong with one event is no matter of the others.
        catch (Exception e) when (e is not SqliteException)
#pragma warning restore CA1031
        {
            return InPlaceOf(db, task, seq, e.GetType().Name);
        }
    }

    private static UnreadableTaskEvent InPlaceOf(LogConnection db, StoredTask task, long seq, string reason)
    {
        db.Damage.Tell($"events (seq {seq})", task.State.TaskId, reason);
        return UnreadableTaskEvent.At(task.State.TaskId, task.State.Epoch, seq, task.State.Attempt, task.State.UpdatedAt);
    }

    /// <summary>
    /// Trims a task that keeps a twentieth more than it should, down to what it should. So most appends trim nothing, and what is kept is
    /// never less than was promised. The newest event always stays.
    /// </summary>
    public static StoredTask Trim(LogConnection db, StoredTask task, RetentionOptions retention)
    {
        var isOver = task.KeptEvents > retention.EventsPerTask + retention.EventsPerTask / 20
            || task.KeptBytes > retention.BytesPerTask + retention.BytesPerTask / 20;
        if (!isOver)
            return task;

        var oldest = Math.Min(Math.Max(task.OldestSeq, task.State.Seq - retention.EventsPerTask + 1), task.State.Seq);
        var bytes = task.KeptBytes;
        using (SqliteDataReader row =
            db["SELECT seq, length(json) FROM events WHERE task = $task AND seq < $head ORDER BY seq"].Query(task.Key, task.State.Seq))
        {
            while (row.Read() && (row.GetInt64(0) < oldest || bytes > retention.BytesPerTask))
            {
                bytes -= row.GetInt64(1);
                oldest = Math.Max(oldest, row.GetInt64(0) + 1);
            }
        }

        db["DELETE FROM events WHERE task = $task AND seq < $oldest"].Execute(task.Key, oldest);
        return task with { OldestSeq = oldest, KeptBytes = bytes };
    }
}
