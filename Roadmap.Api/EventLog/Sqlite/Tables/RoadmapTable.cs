using System.Text.Json;
using Microsoft.Data.Sqlite;
using Roadmap.Api.EventLog.Damage;
using Roadmap.Api.EventLog.Sqlite.Database;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.EventLog.Sqlite.Tables;

/// <summary>What workflows store beside their events: checkpoints, plans, and pieces of content, each in a row of its own.</summary>
internal static class RoadmapTable
{
    public static void SaveCheckpoint(LogConnection db, long task, string checkpoint) =>
        db["INSERT INTO checkpoints (task, checkpoint) VALUES ($task, $checkpoint) ON CONFLICT (task) DO UPDATE SET checkpoint = "
            + "excluded.checkpoint"].Execute(task, checkpoint);

    public static string? FindCheckpoint(LogConnection db, long task)
    {
        using var row = db["SELECT checkpoint FROM checkpoints WHERE task = $task"].Query(task);
        return row.Read() ? row.GetString(0) : null;
    }

    public static void SavePlan(LogConnection db, long task, RoadmapDocument plan)
    {
        var saved = db["""
            INSERT INTO roadmaps (roadmap_id, task, json) VALUES ($roadmap_id, $task, $json)
            ON CONFLICT (roadmap_id) DO UPDATE SET json = excluded.json WHERE task = excluded.task
            """].Execute(plan.RoadmapId, task, JsonSerializer.SerializeToUtf8Bytes(plan, ContractsJson.TypeInfo<RoadmapDocument>()));
        if (saved == 0)
            throw new InvalidOperationException("A workflow stored a roadmap that belongs to another task.");
    }

    /// <summary>Merges the pieces into what is there.</summary>
    public static void SaveContent(LogConnection db, string? roadmapId, IReadOnlyDictionary<string, ConceptContent> content)
    {
        if (roadmapId is null || FindKey(db, roadmapId) is not { } roadmap)
            throw new InvalidOperationException("A workflow stored content before its roadmap.");

        foreach (var (conceptId, pieces) in content)
        {
            Save(db, roadmap, conceptId, ContentType.Tutorial, pieces.Tutorial);
            Save(db, roadmap, conceptId, ContentType.Resources, pieces.Resources);
            Save(db, roadmap, conceptId, ContentType.Quiz, pieces.Quiz);
        }
    }

    /// <summary>The plan, with the content made so far at its concepts.</summary>
    public static RoadmapDocument? Find(LogConnection db, string roadmapId)
    {
        long roadmap;
        RoadmapDocument plan;
        string task;
        using (var row = db["""
            SELECT roadmaps.id, json, task_id FROM roadmaps LEFT JOIN tasks ON tasks.id = roadmaps.task WHERE roadmaps.roadmap_id = $roadmap_id
            """].Query(roadmapId))
        {
            if (!row.Read())
                return null;
            roadmap = row.GetInt64(0);
            task = row.IsDBNull(2) ? "that is gone" : row.GetString(2);
            if (TryRead<RoadmapDocument>(db, row, 1, $"roadmaps ({roadmapId})", task) is not { } read)
                return null;
            plan = read;
        }

        var content = ReadContent(db, roadmap, roadmapId, task);
        return plan with { Stages = [.. plan.Stages.Select(stage => stage with { Modules = [.. stage.Modules.Select(WithContent)] })] };

        RoadmapModule WithContent(RoadmapModule module) => module with
        {
            Concepts = [.. module.Concepts.Select(concept => concept with { Content = content.GetValueOrDefault(concept.ConceptId) })],
        };
    }

    /// <summary>A piece that cannot be read is passed over, and may be made anew.</summary>
    private static Dictionary<string, ConceptContent> ReadContent(LogConnection db, long roadmap, string roadmapId, string task)
    {
        var content = new Dictionary<string, ConceptContent>(StringComparer.Ordinal);
        using var row = db["SELECT concept_id, content_type, json FROM contents WHERE roadmap = $roadmap"].Query(roadmap);
        while (row.Read())
        {
            var (conceptId, word) = (row.GetString(0), row.GetString(1));
            var place = $"contents ({roadmapId}, {word})";
            var before = content.GetValueOrDefault(conceptId) ?? new ConceptContent();
            ContentType? type = StoredWord.TryRead(word, out ContentType known) ? known : null;
            var made = type switch
            {
                ContentType.Tutorial when TryRead<TutorialContent>(db, row, 2, place, task) is { } piece =>
                    before with { Tutorial = piece },
                ContentType.Resources when TryRead<ResourcesContent>(db, row, 2, place, task) is { } piece =>
                    before with { Resources = piece },
                ContentType.Quiz when TryRead<QuizContent>(db, row, 2, place, task) is { } piece => before with { Quiz = piece },
                _ => null,
            };
            if (made is not null)
                content[conceptId] = made;
        }

        return content;
    }

    private static void Save<T>(LogConnection db, long roadmap, string conceptId, ContentType type, T? piece)
        where T : class
    {
        if (piece is null)
            return;

        db["""
            INSERT INTO contents (roadmap, concept_id, content_type, json) VALUES ($roadmap, $concept_id, $content_type, $json)
            ON CONFLICT (roadmap, concept_id, content_type) DO UPDATE SET json = excluded.json
            """].Execute(roadmap, conceptId, type.ToString(), JsonSerializer.SerializeToUtf8Bytes(piece, ContractsJson.TypeInfo<T>()));
    }

    private static long? FindKey(LogConnection db, string roadmapId)
    {
        using var row = db["SELECT id FROM roadmaps WHERE roadmap_id = $roadmap_id"].Query(roadmapId);
        return row.Read() ? row.GetInt64(0) : null;
    }

    private static T? TryRead<T>(LogConnection db, SqliteDataReader row, int column, string place, string task)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(column), ContractsJson.TypeInfo<T>());
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidCastException)
        {
            db.Damage.Tell(place, task, e);
            return null;
        }
    }
}
