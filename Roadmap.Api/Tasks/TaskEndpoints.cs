using MediatR;
using Microsoft.AspNetCore.Mvc;
using Roadmap.Api.EventLog;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.EventStreams;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Tasks;

/// <summary>Tasks of any kind: made by outside workers, looked at, called off.</summary>
internal static class TaskEndpoints
{

    public static IServiceCollection AddTasks(this IServiceCollection services) =>
        services.AddHostedService<LeaseWatch>().AddSingleton<SearchTurns>();

    public static void MapTasks(this IEndpointRouteBuilder app)
    {
        app = app.MapGroup("").WithTags("Tasks");
        app.MapPost(Routes.Tasks, CreateAsync)
            .Describe("createTask", "Make a task that an outside worker will report on").Accepts<CreateTaskBody>("application/json")
            .Produces<TaskSnapshot>(StatusCodes.Status201Created).Produces<TaskSnapshot>()
            .Refuses(ErrorCodes.Conflict, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType)
            .CountAs(CallKind.Make);
        app.MapGet(Routes.Tasks, ListAsync)
            .Describe("listTasks", "Tasks, newest first").Produces<TaskPage>().Refuses();
        app.MapGet(Routes.Task, GetAsync)
            .Describe("getTask", "Where a task stands").Produces<TaskSnapshot>().Refuses(ErrorCodes.TaskNotFound);
        app.MapGet(Routes.TaskEvents, GetEventsAsync).OrEventStream(unless: HeadRequests.IsHead)
            .Describe("getTaskEvents", "A page of a task's log; or, accepted as text/event-stream, the task live")
            .Produces<EventPage>()
                .Produces(StatusCodes.Status204NoContent)
                .Refuses(ErrorCodes.TaskNotFound, ErrorCodes.Gone);
        app.MapPost(Routes.CancelTask, CancelAsync)
            .Describe("cancelTask", "Call a task off").Produces<CancelReply>(StatusCodes.Status202Accepted)
            .Refuses(ErrorCodes.TaskNotFound, ErrorCodes.Conflict);
    }

    /// <summary>The snapshot of one task, under both of its paths.</summary>
    internal static async Task<IResult> GetAsync(
        [FromRoute(Name = "task_id")] string taskId, Caller caller, ITaskEventLog log, IEarlierRuns earlier,
        CancellationToken cancellationToken)
    {
        QueryReader.DemandTaskId(taskId);
        if (await log.ReadAsync(taskId, afterSeq: 0, limit: 0, cancellationToken) is not { } view || !caller.Sees(view.Head))
            return ProblemResult.TaskNotFound;
        await earlier.LoadAsync(view.Head);
        return WireResults.Json(view.Head.ToSnapshot(view.OldestSeq, earlier.Find(view.Head)));
    }

    private static async Task<IResult> CreateAsync(
        HttpRequest http, Caller caller, IMediator mediator, IEarlierRuns earlier, CancellationToken cancellationToken)
    {
        var (body, errors) = await JsonBody.ReadAsync(http, json => ContractReader.Read<CreateTaskBody>(json));
        var request = new CreateTask(body ?? new CreateTaskBody()) { Caller = caller, ReadErrors = errors };
        switch (await mediator.Send(request, cancellationToken))
        {
            case CreateResult.Created { State: var made }:
                http.HttpContext.Response.Headers.Location = http.PathBase + Routes.For(Routes.Task, made.TaskId);
                await earlier.LoadAsync(made);
                return WireResults.Json(made.ToSnapshot(made.Seq + 1, earlier.Find(made)), StatusCodes.Status201Created);
            case CreateResult.Repeated { State: var known, OldestSeq: var oldest }:
                await earlier.LoadAsync(known);
                return WireResults.Json(known.ToSnapshot(oldest, earlier.Find(known)));
            case CreateResult.OverQuota { Message: var message }:
                return ProblemResult.OverQuota(message);
            default:
                return new ProblemResult(ErrorCodes.Conflict, "There is another task of this id.");
        }
    }

    private static async Task<IResult> ListAsync(
        [FromQuery] string? status,
        [FromQuery] string? kind,
        [FromQuery] string? cursor,
        [FromQuery] string? limit,
        [FromQuery] string? owner,
        [FromQuery] string? search,
        Caller caller,
        ITaskIndex index,
        SearchTurns turns,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        var filter = new TaskFilter(
            query.Choice<TaskRunStatus>("status", status),
            query.Text("kind", kind, Shapes.IsWord, Shapes.WordRule),
            query.Cursor(cursor),
            (int)(query.Integer("limit", limit, 1, ContractLimits.EventsPerPage) ?? ContractLimits.DefaultPage));
        var named = query.Text("owner", owner, Shapes.IsId, Shapes.IdRule);
        var wanted = query.Text("search", search, Shapes.IsSearch, Shapes.SearchRule);
        query.RefuseWrong();
        filter = filter with { Scope = TaskAdmission.ScopeOf(caller, named) };
        if (wanted is null)
            return WireResults.Json(await index.ListAsync(filter, cancellationToken));

        using var turn = await turns.TakeAsync(cancellationToken);
        return WireResults.Json(await index.ListAsync(filter with { Search = new TaskSearch(wanted) }, cancellationToken));
    }

    private static async Task<IResult> GetEventsAsync(
        [FromRoute(Name = "task_id")] string taskId,
        [FromQuery(Name = "after_seq")] string? afterSeq,
        [FromQuery] string? epoch,
        [FromQuery] string? limit,
        Caller caller,
        ITaskEventLog log,
        CancellationToken cancellationToken)
    {
        var query = new QueryReader();
        query.TaskId(taskId);
        var after = query.Integer("after_seq", afterSeq, 0, ContractLimits.MaxSeq);
        var count = (int)(query.Integer("limit", limit, 1, ContractLimits.EventsPerPage) ?? ContractLimits.DefaultPage);
        var life = query.Text("epoch", epoch, Shapes.IsEpoch, Shapes.EpochRule);
        if (life is not null && string.IsNullOrEmpty(afterSeq))
            query.Wrong("epoch", "means nothing without after_seq");
        query.RefuseWrong();

        // A page takes the longer to read the more is on it: a stranger would see that there is something.
        if (!caller.IsOperator && !(await log.ReadAsync(taskId, 0, 0, cancellationToken) is { } head && caller.Sees(head.Head)))
            return ProblemResult.TaskNotFound;
        return await log.ReadAsync(taskId, after ?? 0, count, cancellationToken) is { } view
            ? EventsOf(view, after, life)
            : ProblemResult.TaskNotFound;
    }

    /// <summary>A position that cannot be continued from is gone. Whoever gave none gets what is kept.</summary>
    private static IResult EventsOf(TaskLogView view, long? after, string? epoch)
    {
        var head = view.Head;
        if ((epoch is not null && epoch != head.Epoch) || after > head.Seq || after < view.OldestSeq - 1)
            return new ProblemResult(ErrorCodes.Gone, "The log does not have all that follows this position any more.")
            {
                Epoch = head.Epoch,
                OldestSeq = view.OldestSeq,
            };

        return WireResults.Json(new EventPage
        {
            Events = view.Events,
            Seq = head.Seq,
            Epoch = head.Epoch,
            OldestSeq = view.OldestSeq,
            NextAfterSeq = view.Events.Count > 0 ? view.Events[^1].Seq : after ?? 0,
        });
    }

    private static async Task<IResult> CancelAsync(
        [FromRoute(Name = "task_id")] string taskId, Caller caller, IMediator mediator, CancellationToken cancellationToken)
    {
        QueryReader.DemandTaskId(taskId);
        var result = await mediator.Send(new CancelTask(taskId) { Caller = caller }, cancellationToken);
        return WireResults.Of(result, appended => WireResults.Json(
            new CancelReply
            {
                Success = true,
                TaskId = taskId,
                Message = appended.State.HasEnded
                    ? "The task is cancelled."
                    : "The task will be cancelled as soon as whoever works on it hears of it.",
                PreviousStatus = appended.Before.Status,
            },
            StatusCodes.Status202Accepted));
    }
}
