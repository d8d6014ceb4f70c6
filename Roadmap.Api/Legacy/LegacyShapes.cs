using System.Text.Json;
using System.Text.Json.Nodes;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.Legacy;

/// <summary>The earlier system's names in our answers, beside ours; and its statuses, where there is no room for both.</summary>
internal static class LegacyShapes
{
    private const string Json = "application/json; charset=utf-8";
    private const string Cancelled = "The task was cancelled.";

    private static readonly JsonSerializerOptions s_writing = new() { Encoder = WireEncoder.Instance };

    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (answer is not IValueHttpResult { Value: { } value } || answer is not IStatusCodeHttpResult { StatusCode: { } status })
            return answer;

        return value switch
        {
            // The old front end's check insists on 200.
            GenerateRoadmapReply => Answer(NodeOf(value), StatusCodes.Status200OK),
            TaskSnapshot task => Answer(IsStatus(context.HttpContext) ? StatusOf(task) : SnapshotOf(task), status),
            RoadmapDocument roadmap => Answer(RoadmapOf(roadmap), status),
            _ => answer,
        };
    }

    /// <summary>With <c>error_message</c>.</summary>
    public static JsonObject SnapshotOf(TaskSnapshot task)
    {
        var json = NodeOf(task);
        if (task.Error is not null)
            json["error_message"] = task.Error;
        return json;
    }

    public static IResult Answer(JsonNode json, int status) => Results.Text(json.ToJsonString(s_writing), Json, statusCode: status);

    public static JsonObject NodeOf(object value) => JsonSerializer.SerializeToNode(value, ContractsJson.TypeInfoOf(value))!.AsObject();

    private static bool IsStatus(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText == Routes.RoadmapStatus;

    /// <summary>Whoever polls here stops at <c>completed</c> and <c>failed</c> only: the earlier system knew no third end.</summary>
    private static JsonObject StatusOf(TaskSnapshot task)
    {
        var json = SnapshotOf(task);
        if (task.Status == TaskRunStatus.Cancelled)
        {
            json["status"] = TaskSteps.Failed;
            json["error_message"] = Cancelled;
        }

        return json;
    }

    private static JsonObject RoadmapOf(RoadmapDocument roadmap)
    {
        var json = NodeOf(roadmap);
        json["total_estimated_hours"] = roadmap.TotalHours;
        json["recommended_completion_weeks"] = roadmap.Weeks;
        for (var s = 0; s < roadmap.Stages.Count; s++)
        {
            var (stage, stageJson) = (roadmap.Stages[s], json["stages"]![s]!);
            stageJson["estimated_hours"] = stage.Hours;
            for (var m = 0; m < stage.Modules.Count; m++)
            {
                var (module, moduleJson) = (stage.Modules[m], stageJson["modules"]![m]!);
                moduleJson["estimated_hours"] = module.Hours;
                for (var c = 0; c < module.Concepts.Count; c++)
                    AddTo(moduleJson["concepts"]![c]!, module.Concepts[c]);
            }
        }

        return json;
    }

    private static void AddTo(JsonNode json, RoadmapConcept concept)
    {
        json["estimated_hours"] = concept.Hours;
        json["content_status"] = MadeOf(concept.Content?.Tutorial);
        json["resources_status"] = MadeOf(concept.Content?.Resources);
        json["quiz_status"] = MadeOf(concept.Content?.Quiz);
    }

    private static string MadeOf(object? piece) => piece is null ? "pending" : "completed";
}
