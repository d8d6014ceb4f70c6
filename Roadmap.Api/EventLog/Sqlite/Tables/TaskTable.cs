using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Quotas;
using Roadmap.Api.EventLog.Runs;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Sqlite.Tables;

/// <summary>The rows of <c>tasks</c>, and the counted concepts that belong to a task's state.</summary>
internal static class TaskTable
{
    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = """
        id, task_id, kind, origin, owner, fingerprint, lease_ms, epoch, created_at, status, roadmap_id, quiet_since, title, current_step, sub_status,
        attempt, percentage, error, pending_command, concepts_total, concepts_completed, concepts_failed, updated_at, finished_at, seq, oldest_seq,
        kept_bytes, run, ended, created_by, work
        """;

    private const string SelectByTaskId = $"SELECT {Columns} FROM tasks WHERE task_id = $task_id";

    public static StoredTask? Find(LogConnection db, SqliteStoreEpoch storeEpoch, string taskId)
    {
        StoredTask task;
        using (var row = db[SelectByTaskId].Query(taskId))
        {
            if (!row.Read())
                return null;
            task = Read(db, row, storeEpoch);
        }

        return task with { State = task.State with { Outcomes = ReadOutcomes(db, task) } };
    }

    /// <summary>Whether a row has what is searched for. Of most rows nothing else is read.</summary>
    public static bool IsFound(SqliteDataReader reader, TaskSearch search)
    {
        var row = new TaskRow(reader);
        return search.Finds(reader.GetString(1), row.Text(2), row.OptionalText(12));
    }

    /// <summary>A row without its counted concepts, which a snapshot does not need.</summary>
    public static StoredTask Read(LogConnection db, SqliteDataReader reader, SqliteStoreEpoch storeEpoch)
    {
        var row = new TaskRow(reader);
        var updatedAt = row.Time(22);
        var task = new StoredTask
        {
            Key = reader.GetInt64(0),
            Fingerprint = row.Text(5),
            Lease = row.Optional<TimeSpan?>(6, (r, c) => TimeSpan.FromMilliseconds(TaskRow.Whole(r, c))),
            QuietSince = row.Number(11, StoredTask.MinuteAfter(updatedAt)),
            OldestSeq = row.Number(25, instead: 1),
            KeptBytes = row.Number(26),
            Run = row.Count(27),
            State = new TaskState
            {
                TaskId = reader.GetString(1),
                Kind = row.Word(2),
                Origin = row.Word(3, TaskOrigin.Worker),
                Owner = row.OptionalText(4),
                CreatedBy = row.OptionalText(29),
                Epoch = storeEpoch.WireEpoch(row.Text(7)),
                CreatedAt = row.Time(8),
                // Whatever it was, a task that had ended has no second end.
                Status = row.Word(9, reader.GetInt64(28) == 0 ? TaskRunStatus.Processing : TaskRunStatus.Failed),
                RoadmapId = row.OptionalText(10),
                Title = row.OptionalText(12),
                CurrentStep = row.Text(13),
                SubStatus = row.OptionalText(14),
                Attempt = row.Count(15, least: 1),
                Percentage = row.Percentage(16),
                Error = row.OptionalText(17),
                PendingCommand = row.Optional(18, ReadCommand),
                ConceptsTotal = row.Count(19),
                ConceptsCompleted = row.Count(20),
                ConceptsFailed = row.Count(21),
                UpdatedAt = updatedAt,
                FinishedAt = reader.IsDBNull(23) ? null : row.Time(23),
                Work = row.Optional(30, (r, c) => RunJson.ReadClock(r.GetString(c))),
                Seq = row.Number(24),
            },
        };
        if (row.Unreadable is not { } columns)
            return task;
        db.Damage.Tell($"tasks ({columns})", task.State.TaskId, "what is there is nothing that this version writes");
        return task with { Unreadable = columns, State = Restored(db, task.Key, task.State, row) };
    }

    /// <summary>What the other tables know of a task whose own row cannot be read.</summary>
    private static TaskState Restored(LogConnection db, long key, TaskState state, TaskRow row)
    {
        var isGeneration = RoadmapTable.FindCheckpoint(db, key) is not null;
        using var last = db["SELECT seq, attempt FROM events WHERE task = $task ORDER BY seq DESC LIMIT 1"].Query(key);
        var (seq, attempt) = last.Read() ? (last.GetInt64(0), last.GetInt64(1)) : (0, 1);
        return state with
        {
            Origin = row.IsUnreadable("origin") && isGeneration ? TaskOrigin.Workflow : state.Origin,
            Kind = row.IsUnreadable("kind") && isGeneration ? TaskKinds.RoadmapGeneration : state.Kind,
            Seq = row.IsUnreadable("seq") ? seq : state.Seq,
            Attempt = row.IsUnreadable("attempt") ? (int)Math.Clamp(attempt, 1, int.MaxValue) : state.Attempt,
        };
    }

    private static PendingCommand? ReadCommand(SqliteDataReader reader, int column) =>
        JsonSerializer.Deserialize(reader.GetString(column), ContractsJson.TypeInfo<PendingCommand>());

    /// <summary>As the rows are. What a transaction writes at its end is not in it.</summary>
    public static OpenTasks CountOpen(LogConnection db, string owner)
    {
        using var row = db["SELECT count(*), count(*) FILTER (WHERE origin = 'Workflow') FROM tasks INDEXED BY tasks_open_by_owner "
            + "WHERE owner = $owner AND ended = 0"].Query(owner);
        row.Read();
        return new OpenTasks(row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>Returns the key of the new row.</summary>
    public static long Insert(LogConnection db, StoredTask task, string taskEpoch)
    {
        var state = task.State;
        using var row = db["""
            INSERT INTO tasks (task_id, kind, origin, owner, created_by, fingerprint, lease_ms, epoch, created_at, status, ended, quiet_since, title, current_step,
                attempt, percentage, concepts_total, concepts_completed, concepts_failed, updated_at, work, seq, oldest_seq, kept_bytes, run)
            VALUES ($task_id, $kind, $origin, $owner, $created_by, $fingerprint, $lease_ms, $epoch, $created_at, $status, 0, $quiet_since, $title, $current_step,
                $attempt, 0, 0, 0, 0, $updated_at, $work, 0, 1, 0, 0)
            RETURNING id
            """].Query(
            state.TaskId, state.Kind, state.Origin.ToString(), state.Owner, state.CreatedBy, task.Fingerprint,
            (long?)task.Lease?.TotalMilliseconds, taskEpoch,
            state.CreatedAt.UtcTicks, state.Status.ToString(), task.QuietSince, state.Title, state.CurrentStep, state.Attempt,
            state.UpdatedAt.UtcTicks, RunJson.Write(state.Work));
        row.Read();
        return row.GetInt64(0);
    }

    /// <summary>
    /// Writes what differs, in three parts: what moves with every append; what most appends leave alone; and what stands in an index, since
    /// an update of that moves the index's entry, changed or not.
    /// </summary>
    public static void Update(LogConnection db, StoredTask before, StoredTask after)
    {
        var state = after.State;
        db["UPDATE tasks SET percentage = $percentage, updated_at = $updated_at, seq = $seq, oldest_seq = $oldest_seq, kept_bytes = "
            + "$kept_bytes, run = $run WHERE id = $id"]
            .Execute(state.Percentage, state.UpdatedAt.UtcTicks, state.Seq, after.OldestSeq, after.KeptBytes, after.Run, after.Key);

        if (state != before.State with
        {
            Percentage = state.Percentage,
            UpdatedAt = state.UpdatedAt,
            Seq = state.Seq,
            Outcomes = state.Outcomes,
        })
            db["""
                UPDATE tasks SET title = $title, current_step = $current_step, sub_status = $sub_status, attempt = $attempt, error = $error,
                    pending_command = $pending_command, concepts_total = $total, concepts_completed = $completed, concepts_failed = $failed,
                    finished_at = $finished_at, work = $work
                WHERE id = $id
                """].Execute(
                state.Title, state.CurrentStep, state.SubStatus, state.Attempt, state.Error,
                Json(state.PendingCommand),
                state.ConceptsTotal, state.ConceptsCompleted, state.ConceptsFailed, state.FinishedAt?.UtcTicks, RunJson.Write(state.Work),
                after.Key);

        if (state.Status != before.State.Status || state.RoadmapId != before.State.RoadmapId || after.QuietSince != before.QuietSince)
            db["UPDATE tasks SET status = $status, ended = $ended, roadmap_id = $roadmap_id, quiet_since = $quiet_since WHERE id = $id"]
                .Execute(
                state.Status.ToString(), state.HasEnded ? 1 : 0, state.RoadmapId, after.QuietSince, after.Key);
    }

    /// <summary>Writes every column of a row that could not be read as a whole: from then on it can.</summary>
    public static void Rewrite(LogConnection db, StoredTask after, SqliteStoreEpoch storeEpoch)
    {
        var state = after.State;
        db["""
            UPDATE tasks SET kind = $kind, origin = $origin, owner = $owner, created_by = $created_by, fingerprint = $fingerprint, lease_ms = $lease_ms, epoch = $epoch,
                created_at = $created_at, status = $status, ended = $ended, roadmap_id = $roadmap_id, quiet_since = $quiet_since, title = $title,
                current_step = $current_step, sub_status = $sub_status, attempt = $attempt, percentage = $percentage, error = $error,
                pending_command = $pending_command, concepts_total = $total, concepts_completed = $completed, concepts_failed = $failed,
                updated_at = $updated_at, finished_at = $finished_at, work = $work,
                seq = $seq, oldest_seq = $oldest_seq, kept_bytes = $kept_bytes, run = $run
            WHERE id = $id
            """].Execute(
            state.Kind, state.Origin.ToString(), state.Owner, state.CreatedBy, after.Fingerprint, (long?)after.Lease?.TotalMilliseconds,
            storeEpoch.TaskEpoch(state.Epoch),
            state.CreatedAt.UtcTicks, state.Status.ToString(), state.HasEnded ? 1 : 0, state.RoadmapId, after.QuietSince, state.Title,
            state.CurrentStep, state.SubStatus, state.Attempt, state.Percentage, state.Error,
            Json(state.PendingCommand), state.ConceptsTotal, state.ConceptsCompleted, state.ConceptsFailed,
            state.UpdatedAt.UtcTicks, state.FinishedAt?.UtcTicks, RunJson.Write(state.Work), state.Seq, after.OldestSeq, after.KeptBytes,
            after.Run, after.Key);
    }

    private static string? Json(PendingCommand? command) =>
        command is null ? null : JsonSerializer.Serialize(command, ContractsJson.TypeInfo<PendingCommand>());

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
                db["INSERT INTO concepts (task, concept_id, outcome) VALUES ($task, $concept_id, $outcome) ON CONFLICT (task, concept_id) "
                    + "DO UPDATE SET outcome = excluded.outcome"]
                    .Execute(key, conceptId, outcome.ToString());
        }
    }

    private static string? ConceptOf(TaskEvent stored) => stored switch
    {
        ConceptAllContentCompleteEvent e => e.ConceptId,
        ConceptFailedEvent e => e.ConceptId,
        _ => null,
    };

    /// <summary>A concept that was counted as something unknown is not counted.</summary>
    private static ImmutableDictionary<string, ConceptOutcome> ReadOutcomes(LogConnection db, StoredTask task)
    {
        var outcomes = ImmutableDictionary.CreateBuilder<string, ConceptOutcome>();
        using var row = db["SELECT concept_id, outcome FROM concepts WHERE task = $task"].Query(task.Key);
        while (row.Read())
        {
            if (StoredWord.TryRead(row.GetString(1), out ConceptOutcome outcome))
                outcomes[row.GetString(0)] = outcome;
            else
                db.Damage.Tell("concepts (outcome)", task.State.TaskId, "this version knows no such word");
        }

        return outcomes.ToImmutable();
    }
}
