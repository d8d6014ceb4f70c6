using System.Text.Json;
using Microsoft.Data.Sqlite;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Log;

namespace Roadmap.Api.Log.Sqlite;

/// <summary>The rows of <c>events</c>. Event ids stand in them, and so live exactly as long.</summary>
internal static class EventTable
{
    public static void Insert(LogConnection db, long task, TaskEvent stored, string? eventId, byte[] json) =>
        db["INSERT INTO events (task, seq, attempt, event_id, json) VALUES ($task, $seq, $attempt, $event_id, $json)"].Execute(task, stored.Seq, stored.Attempt, eventId, json);

    /// <summary>Where the event of this id is; null when it is not known (any more).</summary>
    public static long? FindSeq(LogConnection db, long task, string eventId)
    {
        using var row = db["SELECT seq FROM events WHERE task = $task AND event_id = $event_id"].Query(task, eventId);
        return row.Read() ? row.GetInt64(0) : null;
    }

    public static StoredEvents Read(LogConnection db, StoredTask task, long afterSeq, int limit, int bytes, CancellationToken cancellationToken)
    {
        var events = new StoredEvents();
        using var row = db["SELECT seq, attempt, json FROM events WHERE task = $task AND seq > $after_seq ORDER BY seq LIMIT $limit"].Query(task.Key, afterSeq, limit);
        while (events.Bytes < bytes && row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var json = row.GetFieldValue<byte[]>(2);
            var stored = JsonSerializer.Deserialize(json, ContractsJson.TypeInfo<TaskEvent>())!;
            events.Add(EventNumbering.Stamp(stored, task.State.TaskId, task.State.Epoch, row.GetInt64(0), row.GetInt32(1)), json.Length);
        }

        return events;
    }

    /// <summary>
    /// Trims a task that keeps a twentieth more than it should, down to what it should. So most appends trim nothing, and what is kept is never less
    /// than was promised. The newest event always stays.
    /// </summary>
    public static StoredTask Trim(LogConnection db, StoredTask task, RetentionOptions retention)
    {
        var isOver = task.KeptEvents > retention.EventsPerTask + retention.EventsPerTask / 20 || task.KeptBytes > retention.BytesPerTask + retention.BytesPerTask / 20;
        if (!isOver)
            return task;

        var oldest = Math.Min(Math.Max(task.OldestSeq, task.State.Seq - retention.EventsPerTask + 1), task.State.Seq);
        var bytes = task.KeptBytes;
        using (SqliteDataReader row = db["SELECT seq, length(json) FROM events WHERE task = $task AND seq < $head ORDER BY seq"].Query(task.Key, task.State.Seq))
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
