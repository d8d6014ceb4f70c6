using Roadmap.Api.Log.Sqlite;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>
/// What SQLite alone can do: one prepared INSERT in a loop, on a connection that is opened as the log's writer opens its own (WAL, synchronous=FULL).
/// The rows are the log's: same table, same JSON, which is ready beforehand. There is no task, no queue, no decision, and nobody waits for an answer.
/// </summary>
internal sealed class BareInserts : IDisposable
{
    private const int Attempt = 1;

    private readonly LogConnection _db;
    private readonly byte[] _json;
    private long _seq;

    public BareInserts(string path, TaskEvent stored)
    {
        _db = LogConnection.OpenWriter(path);
        LogSchema.Ensure(_db, path);
        _json = EventTable.Serialize(stored);
    }

    /// <summary>Inserts and commits so many rows.</summary>
    public void Commit(int rows)
    {
        _db["BEGIN IMMEDIATE"].Execute();
        for (var i = 0; i < rows; i++)
        {
            _seq++;
            _db["INSERT INTO events (task, seq, attempt, event_id, json) VALUES ($task, $seq, $attempt, $event_id, $json)"].Execute(1L, _seq, Attempt, null, _json);
        }

        _db["COMMIT"].Execute();
    }

    public void Dispose() => _db.Dispose();
}
