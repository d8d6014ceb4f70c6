using Microsoft.Data.Sqlite;

namespace Roadmap.Api.EventLog.Sqlite.Database;

/// <summary>The tables, and the version of them that a file has (<c>PRAGMA user_version</c>).</summary>
internal static class LogSchema
{
    private const long Version = 1;

    /// <summary>
    /// Which generations are to be run. Waiting for review: nothing to do until somebody asks for something. While a plan is edited the
    /// task may still be in review.
    /// </summary>
    public const string IsRunnable =
        "origin = 'Workflow' AND ended = 0 AND NOT (status = 'HumanReviewPending' AND sub_status IS NOT 'editing' AND "
        + "pending_command IS NULL)";

    // What came later. An earlier version goes on with it, and a file of an earlier version gets it.
    private const string Traces = "ALTER TABLE events ADD COLUMN trace TEXT";
    private const string Creators = "ALTER TABLE tasks ADD COLUMN created_by TEXT";
    private const string Work = "ALTER TABLE tasks ADD COLUMN work TEXT";
    private const string Runs = """
        CREATE TABLE IF NOT EXISTS finished_runs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run_group TEXT NOT NULL,
            json TEXT NOT NULL
        );
        CREATE INDEX IF NOT EXISTS finished_runs_by_group ON finished_runs (run_group, id);
        """;
    private const string Revocations =
        "CREATE TABLE IF NOT EXISTS revocations (sub TEXT PRIMARY KEY, not_before INTEGER NOT NULL) WITHOUT ROWID;";
    private const string Links = """
        CREATE TABLE IF NOT EXISTS watch_links (
            task_id TEXT NOT NULL,
            link_id TEXT NOT NULL,
            expires_at INTEGER NOT NULL,
            revoked INTEGER NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (task_id, link_id)
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS watch_links_by_end ON watch_links (expires_at);
        CREATE INDEX IF NOT EXISTS watch_links_revoked ON watch_links (expires_at) WHERE revoked = 1;
        CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, xml TEXT NOT NULL) WITHOUT ROWID;
        """;

    private const string RunnableByOwner =
        $"CREATE INDEX IF NOT EXISTS tasks_runnable_by_owner ON tasks (coalesce(owner, ''), id) WHERE {IsRunnable}";
    private const string People = """
        CREATE INDEX IF NOT EXISTS tasks_by_owner ON tasks (owner) WHERE owner IS NOT NULL;
        CREATE INDEX IF NOT EXISTS tasks_by_creator ON tasks (created_by) WHERE created_by IS NOT NULL;
        CREATE INDEX IF NOT EXISTS tasks_open_by_owner ON tasks (owner, origin) WHERE owner IS NOT NULL AND ended = 0;
        """;

    // Keys of tasks are never used again (AUTOINCREMENT) and go up, so they are also the order in which tasks are listed.
    // What stands in an index of tasks changes seldom; the other columns change with every append, and are written apart (TaskTable).
    // Events are blobs, since SQLite knows the length of a blob without reading it. They hold neither task, epoch, seq nor attempt: those
    // are columns or stamped on when an event is read, and so a renewed store epoch renews the epochs of old events too. Their trace is
    // that of the append, if it had one.
    private const string Tables = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE tasks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            task_id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            origin TEXT NOT NULL,
            owner TEXT,
            created_by TEXT,
            fingerprint TEXT NOT NULL,
            lease_ms INTEGER,
            epoch TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            status TEXT NOT NULL,
            ended INTEGER NOT NULL,
            roadmap_id TEXT,
            quiet_since INTEGER NOT NULL,
            title TEXT,
            current_step TEXT NOT NULL,
            sub_status TEXT,
            attempt INTEGER NOT NULL,
            percentage REAL NOT NULL,
            error TEXT,
            pending_command TEXT,
            concepts_total INTEGER NOT NULL,
            concepts_completed INTEGER NOT NULL,
            concepts_failed INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            finished_at INTEGER,
            work TEXT,
            seq INTEGER NOT NULL,
            oldest_seq INTEGER NOT NULL,
            kept_bytes INTEGER NOT NULL,
            run INTEGER NOT NULL
        );
        CREATE INDEX tasks_by_status ON tasks (status);
        CREATE INDEX tasks_by_kind ON tasks (kind);
        CREATE INDEX tasks_by_age ON tasks (ended, quiet_since);
        CREATE INDEX tasks_by_roadmap ON tasks (roadmap_id) WHERE roadmap_id IS NOT NULL;
        CREATE INDEX tasks_to_run ON tasks (origin, ended) WHERE origin = 'Workflow' AND ended = 0;

        CREATE TABLE events (
            task INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            event_id TEXT,
            json BLOB NOT NULL,
            trace TEXT,
            PRIMARY KEY (task, seq)
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX events_by_event_id ON events (task, event_id) WHERE event_id IS NOT NULL;

        CREATE TABLE concepts (
            task INTEGER NOT NULL,
            concept_id TEXT NOT NULL,
            outcome TEXT NOT NULL,
            PRIMARY KEY (task, concept_id)
        ) WITHOUT ROWID;

        CREATE TABLE checkpoints (task INTEGER PRIMARY KEY, checkpoint TEXT NOT NULL);

        CREATE TABLE roadmaps (
            id INTEGER PRIMARY KEY,
            roadmap_id TEXT NOT NULL UNIQUE,
            task INTEGER NOT NULL,
            json BLOB NOT NULL
        );
        CREATE INDEX roadmaps_by_task ON roadmaps (task);

        CREATE TABLE contents (
            roadmap INTEGER NOT NULL,
            concept_id TEXT NOT NULL,
            content_type TEXT NOT NULL,
            json BLOB NOT NULL,
            PRIMARY KEY (roadmap, concept_id, content_type)
        ) WITHOUT ROWID;

        PRAGMA user_version = 1;
        """;

    public static void Ensure(LogConnection db, string path)
    {
        var version = ReadNumber(db, "PRAGMA user_version");
        if (version > Version)
            throw new LogStartException($"Storage:Path is '{path}', which a newer version of this server has written (schema {version}, "
                + $"this one knows {Version}). Use that version, or name another file.");
        if (version == Version)
        {
            db.Configure(RunnableByOwner);
            db.Configure(Revocations);
            db.Configure(Links);
            AddColumn(db, "events", "trace", Traces);
            AddColumn(db, "tasks", "created_by", Creators);
            AddColumn(db, "tasks", "work", Work);
            db.Configure(Runs);
            db.Configure(People);
            return;
        }

        if (ReadNumber(db, "SELECT count(*) FROM sqlite_schema") > 0)
            throw new LogStartException($"Storage:Path is '{path}', which is a database of something else. Name another file.");

        db.InTransaction(() => db.Configure($"{Tables}{Revocations}{Links}{Runs}{People}{RunnableByOwner}"));
    }

    private static void AddColumn(LogConnection db, string table, string column, string sql)
    {
        using var row = db["SELECT count(*) FROM pragma_table_info($table) WHERE name = $column"].Query(table, column);
        row.Read();
        if (row.GetInt64(0) == 0)
            db.Configure(sql);
    }

    private static long ReadNumber(LogConnection db, string sql)
    {
        using SqliteDataReader row = db[sql].Query();
        row.Read();
        return row.GetInt64(0);
    }
}
