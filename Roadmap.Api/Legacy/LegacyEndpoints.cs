using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Roadmap.Api.EventLog;
using Roadmap.Api.Rest;
using Roadmap.Api.Roadmaps;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Legacy;

/// <summary>The earlier system's paths that have another name here, or that can be answered from what there is.</summary>
internal static class LegacyEndpoints
{
    private const int DefaultPage = 100;

    public static void MapLegacy(this IEndpointRouteBuilder app)
    {
        if (!LegacyServices.IsOn(app.ServiceProvider))
            return;
        var legacy = app.MapGroup("").ExcludeFromDescription();
        legacy.MapPost(LegacyRoutes.RetryTask, RoadmapEndpoints.RetryAsync);
        legacy.MapPost(LegacyRoutes.RetryFailed, RetryFailedAsync);
        legacy.MapGet(LegacyRoutes.UserTasks, ListOfUserAsync);
        legacy.MapGet(LegacyRoutes.TraceLogs, ReadLogsAsync);
    }

    /// <summary>
    /// What failed of a roadmap is made again, also when the rest of it is done. The body, which named the parts, is not looked at: all
    /// that is missing is made.
    /// </summary>
    private static async Task<IResult> RetryFailedAsync(
        [FromRoute(Name = "roadmap_id")] string roadmapId, Caller caller, ITaskIndex index, IMediator mediator,
        CancellationToken cancellationToken) =>
        await index.FindTaskOfRoadmapAsync(roadmapId, cancellationToken) is { } task && caller.Sees(task)
            ? RoadmapEndpoints.AnswerRetry(
                task.TaskId, await mediator.Send(new RetryTask(task.TaskId) { Caller = caller }, cancellationToken))
            : ProblemResult.RoadmapNotFound;

    private static async Task<IResult> ListOfUserAsync(
        [FromRoute(Name = "user_id")] string userId, [FromQuery] string? limit, Caller caller, ITaskIndex index,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var count = (int)(query.Integer("limit", limit, 1, ContractLimits.EventsPerPage) ?? DefaultPage);
        query.RefuseWrong();
        var filter = new TaskFilter(null, null, null, count) { Scope = TaskAdmission.ScopeOf(caller, userId) };
        var tasks = (await index.ListAsync(filter, cancellationToken)).Tasks;
        var json = new JsonObject
        {
            ["user_id"] = userId,
            ["tasks"] = new JsonArray([.. tasks.Select(LegacyShapes.SnapshotOf)]),
            ["total"] = tasks.Count,
        };
        return LegacyShapes.Answer(json, StatusCodes.Status200OK);
    }

    /// <summary>There are no logs of a task here but its events.</summary>
    private static async Task<IResult> ReadLogsAsync(
        [FromRoute(Name = "task_id")] string taskId, [FromQuery] string? offset, [FromQuery] string? limit, Caller caller,
        ITaskEventLog log,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        query.TaskId(taskId);
        var first = query.Integer("offset", offset, 0, ContractLimits.MaxSeq) ?? 0;
        var count = (int)(query.Integer("limit", limit, 1, ContractLimits.EventsPerPage) ?? DefaultPage);
        query.RefuseWrong();
        if (await log.ReadAsync(taskId, 0, 0, cancellationToken) is not { } head || !caller.Sees(head.Head)
            || await log.ReadAsync(taskId, head.OldestSeq - 1 + first, count, cancellationToken) is not { } view)
            return ProblemResult.TaskNotFound;

        var json = new JsonObject
        {
            ["trace_id"] = taskId,
            ["logs"] = new JsonArray([.. view.Events.Select(LogOf)]),
            ["total"] = view.Head.Seq - view.OldestSeq + 1,
            ["offset"] = first,
            ["limit"] = count,
        };
        return LegacyShapes.Answer(json, StatusCodes.Status200OK);
    }

    private static JsonObject LogOf(TaskEvent stored)
    {
        var details = LegacyShapes.NodeOf(stored);
        return new JsonObject
        {
            ["id"] = $"{stored.Epoch}:{stored.Seq}",
            ["trace_id"] = stored.TaskId,
            ["level"] = stored is FailedEvent or ConceptFailedEvent ? "error" : "info",
            ["category"] = stored.Type,
            ["step"] = details["step"]?.DeepClone(),
            ["message"] = stored.Message,
            ["created_at"] = details["timestamp"]?.DeepClone(),
            ["details"] = details,
        };
    }
}
