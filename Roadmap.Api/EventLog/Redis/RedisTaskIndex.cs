using System.Globalization;
using System.Text;
using System.Text.Json;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Redis.Appending;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.State;
using StackExchange.Redis;

namespace Roadmap.Api.EventLog.Redis;

/// <summary>Finds tasks in Redis. A cursor is the number of the last task of a page; numbers go up with each task that is made.</summary>
internal sealed class RedisTaskIndex(RedisShards shards, RedisScripts scripts, RedisTaskEventLog log, DamageReports damage) : ITaskIndex
{
    private const int FieldsPerRow = 8;

    /// <summary>Tasks that one script looks at for what is searched for, of each part of the log: it holds up all others.</summary>
    private const int TasksPerScript = 500;

    /// <summary>What is searched for may take several scripts, between which others pass; then the cursor says where to go on.</summary>
    public async Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken)
    {
        var tasks = new List<TaskSnapshot>();
        var before = filter.Cursor?.ToString(CultureInfo.InvariantCulture);
        var bytes = (long)ITaskIndex.BytesPerPage;
        for (var looked = TasksPerScript; ; looked += TasksPerScript)
        {
            var limit = filter.Limit - tasks.Count;
            var (rows, next) = await ReadPageAsync(
                [
                    filter.Status?.ToString() ?? "", filter.Kind ?? "", before ?? "+inf", limit, bytes,
                    filter.Scope.Owner ?? "", filter.Scope.Creator ?? "",
                    TasksPerScript, filter.Search?.Folded ?? "", .. filter.Search?.Replaced ?? [],
                ],
                limit,
                cancellationToken);
            tasks.AddRange(rows.Select(row => row.ToSnapshot()));
            bytes -= rows.Sum(row => row.Bytes);
            if (next is null || filter.Search is null || looked >= ITaskIndex.TasksPerSearch || tasks.Count == filter.Limit || bytes <= 0)
                return new TaskPage { Tasks = tasks, NextCursor = next };
            before = next;
        }
    }

    public async Task<IReadOnlyList<string>> FindExpiredLeasesAsync(int limit, CancellationToken cancellationToken)
    {
        var found = await shards.All.AskThoseThatAnswerAsync(
            async shard => RedisReply.Texts(await scripts.RunAsync(RedisScript.ExpiredLeases, shard, [limit], cancellationToken)));
        return [.. found.SelectMany(taskIds => taskIds).Take(limit)];
    }

    public async Task<RoadmapDocument?> FindRoadmapAsync(string roadmapId, CancellationToken cancellationToken)
    {
        // It is in the part of its task, which is not known.
        var replies = await Task.WhenAll(
            shards.All.Select(shard => scripts.RunAsync(RedisScript.Roadmap, shard, [roadmapId], cancellationToken)));
        var fields = replies.Select(RedisReply.Parts).FirstOrDefault(found => found.Length > 0, []);
        var stored = fields.Chunk(2)
            .ToDictionary(pair => RedisReply.Text(pair[0]), pair => RedisReply.Bytes(pair[1]), StringComparer.Ordinal);
        var task = stored.TryGetValue("task", out var named) ? Encoding.UTF8.GetString(named) : "that is gone";
        if (!stored.TryGetValue("plan", out var json) || TryRead<RoadmapDocument>(json, $"roadmap {roadmapId}", task) is not { } plan)
            return null;

        return plan with { Stages = [.. plan.Stages.Select(stage => stage with { Modules = [.. stage.Modules.Select(WithContent)] })] };

        RoadmapModule WithContent(RoadmapModule module) => module with
        {
            Concepts = [.. module.Concepts.Select(concept => concept with { Content = ContentOf(concept.ConceptId) })],
        };

        ConceptContent? ContentOf(string conceptId)
        {
            var made = new ConceptContent
            {
                Tutorial = Piece<TutorialContent>(ContentType.Tutorial, conceptId),
                Resources = Piece<ResourcesContent>(ContentType.Resources, conceptId),
                Quiz = Piece<QuizContent>(ContentType.Quiz, conceptId),
            };
            return made is { Tutorial: null, Resources: null, Quiz: null } ? null : made;
        }

        T? Piece<T>(ContentType type, string conceptId)
            where T : class => stored.TryGetValue(StoredContent.NameOf(type, conceptId), out var piece)
                ? TryRead<T>(piece, $"roadmap {roadmapId} ({type})", task)
                : null;
    }

    public async Task<TaskState?> FindTaskOfRoadmapAsync(string roadmapId, CancellationToken cancellationToken)
    {
        var replies = await Task.WhenAll(
            shards.All.Select(shard => scripts.RunAsync(RedisScript.RoadmapTask, shard, [roadmapId], cancellationToken)));
        // A generation comes before those that only name it.
        var task = replies.Where(reply => !reply.IsNull)
            .Select(RedisReply.Parts)
            .Select(parts => (Task: RedisTask.Read(RedisReply.Text(parts[0]), parts[1], damage), Number: (long)parts[2]))
            .OrderBy(each => each.Task.State.Origin == TaskOrigin.Workflow ? 0 : 1)
            .ThenBy(each => each.Number)
            .Select(each => each.Task)
            .FirstOrDefault();
        if (task is null)
            return null;

        // The log ends a task that cannot be read.
        return task.Unreadable is null ? task.State : (await log.ReadAsync(task.State.TaskId, 0, 0, 0, cancellationToken))?.Head;
    }

    /// <summary>
    /// Tasks that cannot be read as a whole are ended, and the page is read again: what is shown of a task is what a report on it meets.
    /// </summary>
    private async Task<(List<Row> Rows, string? Next)> ReadPageAsync(object[] asked, int limit, CancellationToken cancellationToken)
    {
        var page = await ReadPageOnceAsync(asked, limit, cancellationToken);
        string[] unreadable = [.. page.Rows.Where(row => row.IsUnreadable && !row.State.HasEnded).Select(row => row.State.TaskId)];
        var ended = await Task.WhenAll(unreadable.Select(taskId => log.TryEndUnreadableAsync(taskId, cancellationToken)));
        if (ended.Contains(true))
            page = await ReadPageOnceAsync(asked, limit, cancellationToken);
        return ([.. page.Rows.Select(row => row.IsUnreadable ? row with { State = UnreadableTask.Shown(row.State) } : row)], page.Next);
    }

    private async Task<(List<Row> Rows, string? Next)> ReadPageOnceAsync(object[] asked, int limit, CancellationToken cancellationToken)
    {
        // Of each part as much as a page may have, and of that the newest, as far as no part may have others in between.
        var replies = await Task.WhenAll(shards.All.Select(shard => scripts.RunAsync(RedisScript.List, shard, asked, cancellationToken)));
        var pages = replies.Select(RedisReply.Parts)
            .Select(fields => (Next: (string?)fields[0], Rows: fields.Skip(1).Chunk(FieldsPerRow).ToList()))
            .ToList();
        var certain = pages.Where(page => page.Next is { Length: > 0 })
            .Select(page => long.Parse(page.Next!, CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        var rows = new List<RedisResult[]>();
        var bytes = 0L;
        foreach (var row in pages.SelectMany(page => page.Rows).OrderByDescending(NumberOf))
        {
            if (NumberOf(row) < certain)
                break;
            if (rows.Count == limit || (rows.Count > 0 && bytes >= ITaskIndex.BytesPerPage))
                return ([.. rows.Select(ReadRow)], $"{NumberOf(rows[^1])}");
            rows.Add(row);
            bytes += BytesOf(row);
        }

        return ([.. rows.Select(ReadRow)], certain > 0 ? $"{certain}" : null);
    }

    private static long NumberOf(RedisResult[] row) => (long)row[0];

    private static long BytesOf(RedisResult[] row) => ((byte[]?)row[5])?.Length ?? 0;

    private Row ReadRow(RedisResult[] row)
    {
        var known = new KnownBeside((string?)row[6], (string?)row[7], HasCheckpoint: false);
        var (state, unreadable) = StoredState.Read(
            RedisReply.Text(row[1]), RedisReply.Text(row[2]), (long)row[3], (byte[]?)row[5], known, damage);
        return new Row(state, (long)row[4], unreadable is not null, BytesOf(row));
    }

    private sealed record Row(TaskState State, long OldestSeq, bool IsUnreadable, long Bytes)
    {
        public TaskSnapshot ToSnapshot() => State.ToListed(OldestSeq);
    }

    private T? TryRead<T>(byte[] json, string place, string task)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, ContractsJson.TypeInfo<T>());
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            damage.Tell(place, task, e);
            return null;
        }
    }
}
