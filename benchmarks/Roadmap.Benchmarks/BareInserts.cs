using Microsoft.Extensions.DependencyInjection;
using Roadmap.Api;
using Roadmap.Api.EventLog.Appending;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks;

/// <summary>
/// What SQLite alone can do: one prepared INSERT in a loop, on a connection that is opened as the log's writer opens its own (WAL,
/// synchronous=FULL). The rows are the log's own: same table, same JSON, which is ready beforehand. There is no task, no queue, no
/// decision, and nobody waits for an answer.
/// </summary>
internal sealed class BareInserts : IDisposable
{
    private const int Attempt = 1;

    private readonly ServiceProvider _services =
        new ServiceCollection().AddMetrics().AddLogging().AddSingleton<ApiMetrics>().AddSingleton<DamageReports>().BuildServiceProvider();
    private readonly LogConnection _db;
    private readonly byte[] _json;
    private readonly long[] _heads;
    private int _next;

    /// <param name="tasks">To how many tasks the rows belong; the table is clustered by task.</param>
    public BareInserts(string path, TaskEvent stored, int tasks)
    {
        _heads = new long[tasks];
        _db = LogConnection.OpenWriter(path, _services.GetRequiredService<DamageReports>());
        LogSchema.Ensure(_db, path);
        _json = EventNumbering.Serialize(stored);
    }

    /// <summary>Commits so many reports in one transaction; each is of the next task.</summary>
    public void Commit(int reports, int rowsPerReport)
    {
        _db["BEGIN IMMEDIATE"].Execute();
        for (var i = 0; i < reports; i++)
        {
            var task = _next++ % _heads.Length;
            for (var row = 0; row < rowsPerReport; row++)
                _db["INSERT INTO events (task, seq, attempt, event_id, json) VALUES ($task, $seq, $attempt, $event_id, $json)"].Execute(
                    (long)task, ++_heads[task], Attempt, null, _json);
        }

        _db["COMMIT"].Execute();
    }

    public void Dispose()
    {
        _db.Dispose();
        _services.Dispose();
    }
}
