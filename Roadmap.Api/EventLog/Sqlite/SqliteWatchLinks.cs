using System.Text;
using Roadmap.Hubs.Access;

namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>Links in the log's database.</summary>
internal sealed class SqliteWatchLinks(SqliteLogStore store, TimeProvider time) : IWatchLinkStore
{
    public Task<bool> TryAddAsync(WatchLink link, int most, CancellationToken cancellationToken) => store.Writer.WriteAsync(
        link.TaskId,
        weight: 1,
        transaction =>
        {
            transaction.Db["DELETE FROM watch_links WHERE expires_at <= $now"].Execute(time.GetUtcNow().UtcTicks);
            return transaction.Db["INSERT INTO watch_links (task_id, link_id, expires_at, revoked, json) SELECT $task, $link, $expires, 0, "
                + "$json WHERE (SELECT count(*) FROM watch_links WHERE task_id = $task) < $most"].Execute(
                    link.TaskId, link.LinkId, link.ExpiresAt.UtcTicks, Encoding.UTF8.GetString(WatchLinkJson.Write(link)), most) == 1;
        },
        cancellationToken);

    public Task<IReadOnlyList<KeptLink>> ReadAsync(string taskId, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyList<KeptLink>>(
            db =>
            {
                var all = new List<KeptLink>();
                using var row = db["SELECT json, revoked FROM watch_links WHERE task_id = $task"].Query(taskId);
                while (row.Read())
                    all.Add(new KeptLink(WatchLinkJson.Read(Encoding.UTF8.GetBytes(row.GetString(0))), row.GetBoolean(1)));
                return all;
            },
            cancellationToken);

    public async Task RevokeAsync(string taskId, string linkId, CancellationToken cancellationToken) => await store.Writer.WriteAsync(
        taskId,
        weight: 1,
        transaction => transaction.Db["UPDATE watch_links SET revoked = 1 WHERE task_id = $task AND link_id = $link"].Execute(
            taskId, linkId),
        cancellationToken);

    public Task<IReadOnlyCollection<string>> ReadRevokedAsync(CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyCollection<string>>(
            db =>
            {
                var all = new List<string>();
                using var row = db["SELECT link_id FROM watch_links WHERE revoked = 1 AND expires_at > $now"].Query(
                    time.GetUtcNow().UtcTicks);
                while (row.Read())
                    all.Add(row.GetString(0));
                return all;
            },
            cancellationToken);
}
