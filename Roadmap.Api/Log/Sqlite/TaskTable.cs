using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Log.Sqlite;

/// <summary>The rows of <c>tasks</c>, and the counted concepts that belong to a task's state.</summary>
internal static class TaskTable
{
    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = """
        id, task_id, kind, origin, owner, fingerprint, lease_ms, epoch, created_at, status, roadmap_id, quiet_since, title, current_step, sub_status,
        attempt, percentage, error, pending_command, concepts_total, concepts_completed, concepts_failed, updated_at, finished_at, seq, oldest_seq,
        kept_bytes, run
        """;

    private const string SelectByTaskId = $"SELECT {Columns} FROM tasks WHERE task_id = $task_id";

    public static StoredTask? Find(LogConnection db, LogLife life, string taskId)
    {
        StoredTask task;
        using (var row = db[SelectByTaskId].Query(taskId))
        {
            if (!row.Read())
                return null;
            task = Read(row, life);
        }

        return task with { State = task.State with { Outcomes = ReadOutcomes(db, task.Key) } };
    }

    /// <summary>A row without its counted concepts, which a snapshot does not need.</summary>
    public static StoredTask Read(SqliteDataReader row, LogLife life) => new()
    {
        Key = row.GetInt64(0),
        Fingerprint = row.GetString(5),
        Lease = row.IsDBNull(6) ? null : TimeSpan.FromMilliseconds(row.GetInt64(6)),
        QuietSince = row.GetInt64(11),
        OldestSeq = row.GetInt64(25),
        KeptBytes = row.GetInt64(26),
        Run = row.GetInt32(27),
        State = new TaskState
        {
            TaskId = row.GetString(1),
            Kind = row.GetString(2),
            Origin = Enum.Parse<TaskOrigin>(row.GetString(3)),
            Owner = Text(row, 4),
            Epoch = life.WireEpoch(row.GetString(7)),
            CreatedAt = Time(row.GetInt64(8)),
            Status = Enum.Parse<TaskRunStatus>(row.GetString(9)),
            RoadmapId = Text(row, 10),
            Title = Text(row, 12),
            CurrentStep = row.GetString(13),
            SubStatus = Text(row, 14),
            Attempt = row.GetInt32(15),
            Percentage = row.GetDouble(16),
            Error = Text(row, 17),
            PendingCommand = row.IsDBNull(18) ? null : JsonSerializer.Deserialize(row.GetString(18), ContractsJson.TypeInfo<PendingCommand>()),
            ConceptsTotal = row.GetInt32(19),
            ConceptsCompleted = row.GetInt32(20),
            ConceptsFailed = row.GetInt32(21),
            UpdatedAt = Time(row.GetInt64(22)),
            FinishedAt = row.IsDBNull(23) ? null : Time(row.GetInt64(23)),
            Seq = row.GetInt64(24),
        },
    };

    /// <summary>Returns the key of the new row.</summary>
    public static long Insert(LogConnection db, StoredTask task, string taskEpoch)
    {
        var state = task.State;
        using var row = db["""
            INSERT INTO tasks (task_id, kind, origin, owner, fingerprint, lease_ms, epoch, created_at, status, ended, quiet_since, title, current_step,
                attempt, percentage, concepts_total, concepts_completed, concepts_failed, updated_at, seq, oldest_seq, kept_bytes, run)
            VALUES ($task_id, $kind, $origin, $owner, $fingerprint, $lease_ms, $epoch, $created_at, $status, 0, $quiet_since, $title, $current_step,
                $attempt, 0, 0, 0, 0, $updated_at, 0, 1, 0, 0)
            RETURNING id
            """].Query(
            state.TaskId, state.Kind, state.Origin.ToString(), state.Owner, task.Fingerprint, (long?)task.Lease?.TotalMilliseconds, taskEpoch,
            state.CreatedAt.UtcTicks, state.Status.ToString(), task.QuietSince, state.Title, state.CurrentStep, state.Attempt, state.UpdatedAt.UtcTicks);
        row.Read();
        return row.GetInt64(0);
    }

    /// <summary>
    /// Writes what differs, in three parts: what moves with every append; what most appends leave alone; and what stands in an index, since an update
    /// of that moves the index's entry, changed or not.
    /// </summary>
    public static void Update(LogConnection db, StoredTask before, StoredTask after)
    {
        var state = after.State;
        db["UPDATE tasks SET percentage = $percentage, updated_at = $updated_at, seq = $seq, oldest_seq = $oldest_seq, kept_bytes = $kept_bytes, run = $run WHERE id = $id"]
            .Execute(state.Percentage, state.UpdatedAt.UtcTicks, state.Seq, after.OldestSeq, after.KeptBytes, after.Run, after.Key);

        if (state != before.State with { Percentage = state.Percentage, UpdatedAt = state.UpdatedAt, Seq = state.Seq, Outcomes = state.Outcomes })
            db["""
                UPDATE tasks SET title = $title, current_step = $current_step, sub_status = $sub_status, attempt = $attempt, error = $error,
                    pending_command = $pending_command, concepts_total = $total, concepts_completed = $completed, concepts_failed = $failed,
                    finished_at = $finished_at
                WHERE id = $id
                """].Execute(
                state.Title, state.CurrentStep, state.SubStatus, state.Attempt, state.Error,
                state.PendingCommand is null ? null : JsonSerializer.Serialize(state.PendingCommand, ContractsJson.TypeInfo<PendingCommand>()),
                state.ConceptsTotal, state.ConceptsCompleted, state.ConceptsFailed, state.FinishedAt?.UtcTicks, after.Key);

        if (state.Status != before.State.Status || state.RoadmapId != before.State.RoadmapId || after.QuietSince != before.QuietSince)
            db["UPDATE tasks SET status = $status, ended = $ended, roadmap_id = $roadmap_id, quiet_since = $quiet_since WHERE id = $id"].Execute(
                state.Status.ToString(), state.HasEnded ? 1 : 0, state.RoadmapId, after.QuietSince, after.Key);
    }

    /// <summary>Everything of a task goes, its roadmaps too.</summary>
    public static void Delete(LogConnection db, long key)
    {
        db["DELETE FROM contents WHERE roadmap IN (SELECT id FROM roadmaps WHERE task = $task)"].Execute(key);
        db["DELETE FROM roadmaps WHERE task = $task"].Execute(key);
        db["DELETE FROM checkpoints WHERE task = $task"].Execute(key);
        db["DELETE FROM concepts WHERE task = $task"].Execute(key);
        db["DELETE FROM events WHERE task = $task"].Execute(key);
        db["DELETE FROM tasks WHERE id = $task"].Execute(key);
    }

    /// <summary>Writes what the given events did to the counted concepts, and not the up to 2,000 that they left alone.</summary>
    public static void UpdateOutcomes(LogConnection db, long key, TaskState after, IReadOnlyList<TaskEvent> events)
    {
        foreach (var stored in events)
        {
            if (stored is RetryStartedEvent)
                db["DELETE FROM concepts WHERE task = $task"].Execute(key);
            else if (ConceptOf(stored) is { } conceptId && after.Outcomes.TryGetValue(conceptId, out var outcome))
                db["INSERT INTO concepts (task, concept_id, outcome) VALUES ($task, $concept_id, $outcome) ON CONFLICT (task, concept_id) DO UPDATE SET outcome = excluded.outcome"]
                    .Execute(key, conceptId, outcome.ToString());
        }
    }

    private static string? ConceptOf(TaskEvent stored) => stored switch
    {
        ConceptAllContentCompleteEvent e => e.ConceptId,
        ConceptFailedEvent e => e.ConceptId,
        _ => null,
    };

    private static ImmutableDictionary<string, ConceptOutcome> ReadOutcomes(LogConnection db, long key)
    {
        var outcomes = ImmutableDictionary.CreateBuilder<string, ConceptOutcome>();
        using var row = db["SELECT concept_id, outcome FROM concepts WHERE task = $task"].Query(key);
        while (row.Read())
            outcomes[row.GetString(0)] = Enum.Parse<ConceptOutcome>(row.GetString(1));
        return outcomes.ToImmutable();
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Time(long utcTicks) => new(utcTicks, TimeSpan.Zero);
}
