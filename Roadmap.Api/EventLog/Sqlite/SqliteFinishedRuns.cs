using Roadmap.Api.EventLog.Runs;
using Roadmap.Api.EventLog.Sqlite.Tables;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>Runs in the log's database.</summary>
internal sealed class SqliteFinishedRuns(SqliteLogStore store) : IFinishedRuns
{
    public Task<IReadOnlyList<FinishedRun>> ReadAsync(string group, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync(db => RunTable.Read(db, group), cancellationToken);
}
