namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>Keys in the log's database.</summary>
internal sealed class SqliteKeys(SqliteLogStore store) : IKeyStore
{
    public async Task AddAsync(string name, string xml, CancellationToken cancellationToken) => await store.Writer.WriteAsync(
        "",
        weight: 1,
        transaction => transaction.Db["INSERT OR REPLACE INTO keys (name, xml) VALUES ($name, $xml)"].Execute(name, xml),
        cancellationToken);

    public Task<IReadOnlyList<string>> ReadAllAsync(CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyList<string>>(
            db =>
            {
                var all = new List<string>();
                using var row = db["SELECT xml FROM keys ORDER BY name"].Query();
                while (row.Read())
                    all.Add(row.GetString(0));
                return all;
            },
            cancellationToken);
}
