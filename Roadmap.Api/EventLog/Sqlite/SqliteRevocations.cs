namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>Revocations in the log's database.</summary>
internal sealed class SqliteRevocations(SqliteLogStore store) : IRevocationStore
{
    public async Task AddAsync(string sub, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        await store.Writer.WriteAsync(
            "",
            weight: 1,
            transaction =>
            {
                transaction.Db["INSERT INTO revocations (sub, not_before) VALUES ($sub, $not_before) "
                    + "ON CONFLICT (sub) DO UPDATE SET not_before = excluded.not_before"].Execute(sub, notBefore.UtcTicks);
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadAllAsync(CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyDictionary<string, DateTimeOffset>>(
            db =>
            {
                var all = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
                using var row = db["SELECT sub, not_before FROM revocations"].Query();
                while (row.Read())
                    all[row.GetString(0)] = new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero);
                return all;
            },
            cancellationToken);
}
