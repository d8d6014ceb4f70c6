using Microsoft.Data.Sqlite;
using Roadmap.Api.EventLog.Damage;

namespace Roadmap.Api.EventLog.Sqlite.Database;

/// <summary>One connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class LogConnection : IDisposable
{
    private readonly SqliteConnection _connection;

    // Statements are found by reference: their texts are constants, and hashing them anew would cost more than running some of them.
    private readonly Dictionary<string, Statement> _statements = new(ReferenceEqualityComparer.Instance);

    private LogConnection(SqliteConnection connection, DamageReports damage) => (_connection, Damage) = (connection, damage);

    /// <summary>Where it is said what could not be read.</summary>
    public DamageReports Damage { get; }

    /// <summary>The prepared statement of a constant text.</summary>
    public Statement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement))
                _statements[sql] = statement = new Statement(_connection, sql);
            return statement;
        }
    }

    public static LogConnection OpenWriter(string path, DamageReports damage)
    {
        var db = Open(path, SqliteOpenMode.ReadWriteCreate, damage);
        // FULL makes every commit wait for the disk: with NORMAL a power cut takes back what was acknowledged. The larger checkpoint
        // interval (16 MiB of log) writes a page that changes often seldom.
        db.Configure(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864");
        return db;
    }

    public static LogConnection OpenReader(string path, DamageReports damage)
    {
        var db = Open(path, SqliteOpenMode.ReadOnly, damage);
        db.Configure("PRAGMA query_only = ON");
        return db;
    }

    /// <summary>Whether the file was deleted, moved or replaced since it was opened.</summary>
    public bool IsFileGone => DatabaseFile.IsGone(_connection);

    public void InTransaction(Action work)
    {
        this["BEGIN IMMEDIATE"].Execute();
        try
        {
            work();
            this["COMMIT"].Execute();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Ends a transaction that went wrong. SQLite ends some by itself, and then there is nothing left to roll back.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            this["ROLLBACK"].Execute();
    }

    /// <summary>Runs a text that is used once.</summary>
    public void Configure(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this folder.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private static LogConnection Open(string path, SqliteOpenMode mode, DamageReports damage)
    {
        // Connections are kept by the log itself; the provider's own pool would hold the file open after they are closed.
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            var db = new LogConnection(connection, damage);
            db.Configure("PRAGMA busy_timeout = 10000");
            return db;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
