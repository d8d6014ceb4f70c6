using System.Globalization;
using System.Text;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Api.EventLog.Sqlite.Tables;
using Roadmap.Contracts;
using Roadmap.Hubs.State;

namespace Roadmap.Api.EventLog.Sqlite;

/// <summary>Finds tasks in the log's database. A cursor is the key of the last task of a page.</summary>
internal sealed class SqliteTaskIndex(SqliteLogStore store) : ITaskIndex
{
    private const string Page = $"SELECT {TaskTable.Columns} FROM tasks WHERE id < $before ORDER BY id DESC LIMIT $limit";
    private const string PageOfStatus =
        $"SELECT {TaskTable.Columns} FROM tasks WHERE id < $before AND status = $status ORDER BY id DESC LIMIT $limit";
    private const string PageOfKind =
        $"SELECT {TaskTable.Columns} FROM tasks WHERE id < $before AND kind = $kind ORDER BY id DESC LIMIT $limit";
    private const string PageOfBoth =
        $"SELECT {TaskTable.Columns} FROM tasks WHERE id < $before AND status = $status AND kind = $kind ORDER BY id DESC LIMIT $limit";
    private const string PageOfOwner =
        $"SELECT {TaskTable.Columns} FROM tasks INDEXED BY tasks_by_owner WHERE owner = $who {OfSomebody}";
    private const string PageOfCreator =
        $"SELECT {TaskTable.Columns} FROM tasks INDEXED BY tasks_by_creator WHERE created_by = $who {OfSomebody}";
    private const string OfSomebody =
        "AND id < $before AND ($status IS NULL OR status = $status) AND ($kind IS NULL OR kind = $kind) ORDER BY id DESC LIMIT $limit";
    private const string MakerOfRoadmap =
        "SELECT tasks.task_id FROM roadmaps JOIN tasks ON tasks.id = roadmaps.task WHERE roadmaps.roadmap_id = $roadmap_id";
    private const string FirstOfRoadmap =
        "SELECT task_id FROM tasks WHERE roadmap_id = $roadmap_id ORDER BY origin = 'Workflow' DESC, id LIMIT 1";

    public async Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(db => Read(db, filter), page => page.Tasks, cancellationToken);
        return new TaskPage
        {
            Tasks = [.. found.Tasks.Select(task => task.Shown.ToListed(task.OldestSeq))],
            NextCursor = found.Next?.ToString(CultureInfo.InvariantCulture),
        };
    }

    public Task<IReadOnlyList<string>> FindExpiredLeasesAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult(store.Leases.FindExpired(limit));

    public async Task<RoadmapDocument?> FindRoadmapAsync(string roadmapId, CancellationToken cancellationToken) =>
        await store.Readers.ReadAsync(db => RoadmapTable.Find(db, roadmapId), cancellationToken);

    public async Task<TaskState?> FindTaskOfRoadmapAsync(string roadmapId, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(
            db => (TaskIdOf(db, MakerOfRoadmap, roadmapId) ?? TaskIdOf(db, FirstOfRoadmap, roadmapId)) is { } taskId
                ? TaskTable.Find(db, store.StoreEpoch, taskId)
                : null,
            task => task is null ? [] : [task],
            cancellationToken);
        return found?.Shown;
    }

    private static string? TaskIdOf(LogConnection db, string sql, string roadmapId)
    {
        using var row = db[sql].Query(roadmapId);
        return row.Read() ? row.GetString(0) : null;
    }

    /// <summary>One more than asked for, or than a search looks at, shows whether there is another page.</summary>
    private (List<StoredTask> Tasks, long? Next) Read(LogConnection db, TaskFilter filter)
    {
        var most = filter.Search is null ? filter.Limit : ITaskIndex.TasksPerSearch;
        var limit = most + 1;
        var before = filter.Cursor ?? long.MaxValue;
        using var row = (filter.Status, filter.Kind) switch
        {
            _ when filter.Scope.Creator is { } creator =>
                db[PageOfCreator].Query(creator, before, filter.Status?.ToString(), filter.Kind, limit),
            _ when filter.Scope.Owner is { } owner => db[PageOfOwner].Query(owner, before, filter.Status?.ToString(), filter.Kind, limit),
            (null, null) => db[Page].Query(before, limit),
            ({ } status, null) => db[PageOfStatus].Query(before, status.ToString(), limit),
            (null, { } kind) => db[PageOfKind].Query(before, kind, limit),
            ({ } status, { } kind) => db[PageOfBoth].Query(before, status.ToString(), kind, limit),
        };
        var found = new List<StoredTask>();
        var bytes = 0L;
        var last = before;
        for (var looked = 0; row.Read(); looked++)
        {
            if (looked == most || found.Count == filter.Limit || bytes >= ITaskIndex.BytesPerPage)
                return (found, last);
            last = row.GetInt64(0);
            if (filter.Search is { } search && !TaskTable.IsFound(row, search))
                continue;
            found.Add(TaskTable.Read(db, row, store.StoreEpoch));
            bytes += BytesOf(found[^1].State);
        }

        return (found, Next: null);
    }

    /// <summary>About, as JSON: the members that are always there, and the texts that may be long.</summary>
    private static long BytesOf(TaskState state) =>
        500 + Encoding.UTF8.GetByteCount(state.Title ?? "") + Encoding.UTF8.GetByteCount(state.Error ?? "")
            + Encoding.UTF8.GetByteCount(state.PendingCommand?.Reason ?? "");
}
