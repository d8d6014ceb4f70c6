using MediatR;
using Microsoft.AspNetCore.Mvc;
using Roadmap.Api.EventLog;
using Roadmap.Api.Rest;
using Roadmap.Api.Tasks;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.State;

namespace Roadmap.Api.Roadmaps;

/// <summary>Roadmaps: asked for, reviewed, tried again, read.</summary>
internal static class RoadmapEndpoints
{
    public static void MapRoadmaps(this IEndpointRouteBuilder app)
    {
        app = app.MapGroup("").WithTags("Roadmaps");
        app.MapPost(Routes.GenerateRoadmap, GenerateAsync)
            .Describe("generateRoadmap", "Ask for a roadmap").Accepts<GenerateRoadmapBody>("application/json")
            .Produces<GenerateRoadmapReply>(StatusCodes.Status202Accepted)
            .Refuses(ErrorCodes.Conflict, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType)
            .CountAs(CallKind.Make);
        app.MapGet(Routes.RoadmapStatus, TaskEndpoints.GetAsync)
            .Describe("getRoadmapStatus", "Where a generation stands").Produces<TaskSnapshot>().Refuses(ErrorCodes.TaskNotFound);
        app.MapPost(Routes.ApproveRoadmap, ReviewAsync)
            .Describe("reviewRoadmap", "Approve the plan, or send it back with feedback").Accepts<ReviewBody>(
                isOptional: true, "application/json")
            .Produces<ReviewReply>()
                .Refuses(ErrorCodes.TaskNotFound, ErrorCodes.Conflict, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType);
        app.MapPost(Routes.PreviewReview, PreviewAsync)
            .Describe("previewReview", "What feedback would do to the plan").Accepts<ReviewPreviewBody>("application/json")
            .Produces<ReviewPreview>()
                .Refuses(ErrorCodes.TaskNotFound, ErrorCodes.Conflict, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType);
        app.MapPost(Routes.RetryRoadmap, RetryAsync)
            .Describe("retryRoadmap", "Start the next attempt of a generation").Produces<RetryReply>(StatusCodes.Status202Accepted)
            .Refuses(ErrorCodes.TaskNotFound, ErrorCodes.Conflict);
        app.MapGet(Routes.Roadmap, GetAsync)
            .Describe("getRoadmap", "The roadmap, with the content made so far")
                .Produces<RoadmapDocument>()
                .Refuses(ErrorCodes.RoadmapNotFound);
        app.MapCalendar();
        app.MapGet(Routes.RoadmapActiveTask, GetActiveTaskAsync)
            .Describe("getActiveTask", "Whether a roadmap is being worked on")
                .Produces<ActiveTaskReply>()
                .Refuses(ErrorCodes.RoadmapNotFound);
    }

    private static async Task<IResult> GenerateAsync(
        HttpRequest http, Caller caller, IMediator mediator, CancellationToken cancellationToken)
    {
        var (body, errors) = await JsonBody.ReadAsync(http, json => ContractReader.Read<GenerateRoadmapBody>(json));
        var request = new GenerateRoadmap(body ?? new GenerateRoadmapBody()) { Caller = caller, ReadErrors = errors };
        return await mediator.Send(request, cancellationToken) switch
        {
            CreateResult.Created { State: var made } => Asked(http, made),
            CreateResult.Repeated { State: var known } => Asked(http, known),
            CreateResult.OverQuota { Message: var message } => ProblemResult.OverQuota(message),
            _ => new ProblemResult(ErrorCodes.Conflict, "There is another task of this id."),
        };
    }

    private static IResult Asked(HttpRequest http, TaskState task)
    {
        http.HttpContext.Response.Headers.Location = http.PathBase + Routes.For(Routes.RoadmapStatus, task.TaskId);
        return WireResults.Json(
            new GenerateRoadmapReply
            {
                TaskId = task.TaskId,
                Status = task.Status,
                Message = "The roadmap is being made. Subscribe to the task to watch.",
            },
            StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ReviewAsync(
        [FromRoute(Name = "task_id")] string taskId,
        [FromQuery] string? approved,
        [FromQuery] string? feedback,
        HttpRequest http,
        Caller caller,
        IMediator mediator,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        query.TaskId(taskId);
        var approvedInQuery = query.Flag("approved", approved);
        var (body, errors) = await JsonBody.ReadOptionalAsync(http, json => ContractReader.Read<ReviewBody>(json));
        var review = new ReviewBody { Approved = body?.Approved ?? approvedInQuery, Feedback = body?.Feedback ?? feedback };

        var result = await mediator.Send(
            new ReviewRoadmap(taskId, review) { Caller = caller, ReadErrors = [.. errors, .. query.Errors] }, cancellationToken);
        return WireResults.Of(result, _ => WireResults.Json(new ReviewReply
        {
            Status = review.Approved == true ? ReviewOutcome.Approved : ReviewOutcome.Rejected,
            Message = review.Approved == true
                ? "The plan is approved; its content is being made."
                : "The plan is sent back; it is being changed.",
            TaskId = taskId,
            Feedback = review.Feedback,
        }));
    }

    private static async Task<IResult> PreviewAsync(
        [FromRoute(Name = "task_id")] string taskId, HttpRequest http, Caller caller, IMediator mediator,
        CancellationToken cancellationToken)
    {
        QueryReader.DemandTaskId(taskId);
        var (body, errors) = await JsonBody.ReadAsync(http, json => ContractReader.Read<ReviewPreviewBody>(json));
        var preview = await mediator.Send(
            new PreviewReview(taskId, body ?? new ReviewPreviewBody()) { Caller = caller, ReadErrors = errors }, cancellationToken);
        return preview is null ? ProblemResult.TaskNotFound : WireResults.Json(preview);
    }

    internal static async Task<IResult> RetryAsync(
        [FromRoute(Name = "task_id")] string taskId, Caller caller, IMediator mediator, CancellationToken cancellationToken)
    {
        QueryReader.DemandTaskId(taskId);
        return AnswerRetry(taskId, await mediator.Send(new RetryTask(taskId) { Caller = caller }, cancellationToken));
    }

    internal static IResult AnswerRetry(string taskId, AppendResult result) => WireResults.Of(result, appended => WireResults.Json(
        new RetryReply
        {
            TaskId = taskId,
            Status = appended.State.Status,
            Attempt = appended.State.Attempt,
            Message = $"Attempt {appended.State.Attempt} has begun.",
        },
        StatusCodes.Status202Accepted));

    private static async Task<IResult> GetAsync(
        [FromRoute(Name = "roadmap_id")] string roadmapId, Caller caller, ITaskIndex index, CancellationToken cancellationToken)
    {
        // It is its task's, and is not read before that is known.
        if (!caller.IsOperator && !(await index.FindTaskOfRoadmapAsync(roadmapId, cancellationToken) is { } task && caller.Sees(task)))
            return ProblemResult.RoadmapNotFound;
        return await index.FindRoadmapAsync(roadmapId, cancellationToken) is { } roadmap
            ? WireResults.Json(roadmap)
            : ProblemResult.RoadmapNotFound;
    }

    private static async Task<IResult> GetActiveTaskAsync(
        [FromRoute(Name = "roadmap_id")] string roadmapId, Caller caller, ITaskIndex index, CancellationToken cancellationToken) =>
        await index.FindTaskOfRoadmapAsync(roadmapId, cancellationToken) switch
        {
            null => ProblemResult.RoadmapNotFound,
            { } others when !caller.Sees(others) => ProblemResult.RoadmapNotFound,
            { HasEnded: true } => WireResults.Json(new ActiveTaskReply { HasActiveTask = false }),
            var task => WireResults.Json(
                new ActiveTaskReply { HasActiveTask = true, TaskId = task.TaskId, Status = task.Status, CurrentStep = task.CurrentStep }),
        };
}
