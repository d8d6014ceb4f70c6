using Microsoft.AspNetCore.Mvc;
using Roadmap.Api.EventLog;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;

namespace Roadmap.Api.WatchLinks;

/// <summary>Links to one task: made, listed and revoked by whoever controls the task.</summary>
internal static class WatchLinkEndpoints
{
    /// <summary>In the log, where nobody is known.</summary>
    private const string Nobody = "";

    public static void MapWatchLinks(this IEndpointRouteBuilder app)
    {
        app = app.MapGroup("").WithTags("Access");
        app.MapPost(Routes.WatchLinks, MakeAsync)
            .Describe("makeWatchLink", "Make a link to one task, for somebody without an account")
            .Accepts<WatchLinkBody>(isOptional: true, "application/json")
            .Produces<WatchLinkReply>(StatusCodes.Status201Created)
            .Refuses(ErrorCodes.TaskNotFound, ErrorCodes.Conflict, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType);
        app.MapGet(Routes.WatchLinks, ListAsync)
            .Describe("listWatchLinks", "The links of a task, without their tokens")
            .Produces<WatchLinkList>()
            .Refuses(ErrorCodes.Forbidden, ErrorCodes.TaskNotFound);
        app.MapDelete(Routes.WatchLink, RevokeAsync)
            .Describe("revokeWatchLink", "Take a link back")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(ErrorCodes.TaskNotFound, ErrorCodes.NotFound);
    }

    private static async Task<IResult> MakeAsync(
        [FromRoute(Name = "task_id")] string taskId,
        HttpRequest http,
        Caller caller,
        ITaskLogReader log,
        IWatchLinkStore store,
        WatchLinkTokens tokens,
        TimeProvider time,
        ILogger<WatchLinkTokens> logger,
        CancellationToken cancellationToken)
    {
        QueryReader.DemandTaskId(taskId);
        var (body, errors) = await JsonBody.ReadOptionalAsync(http, json => ContractReader.Read<WatchLinkBody>(json));
        var terms = WatchLinkTerms.Read(body ?? new WatchLinkBody(), errors);
        if (await FindAsync(log, caller, taskId, cancellationToken) is not { } task)
            return ProblemResult.TaskNotFound;

        var now = time.GetUtcNow();
        var link = new WatchLink
        {
            LinkId = Guid.CreateVersion7(now).ToString("N"),
            TaskId = taskId,
            TaskCreatedAt = task.CreatedAt,
            MayReview = terms.MayReview,
            UntilEnd = terms.UntilEnd,
            CreatedAt = now,
            ExpiresAt = now + terms.Life,
            CreatedBy = caller.Id,
            CreatorsTokenIssuedAt = caller.IssuedAt,
        };
        // Signed before it is kept: a link that nobody has needs no place.
        var token = await tokens.MakeAsync(link, cancellationToken);
        if (!await store.TryAddAsync(link, ContractLimits.WatchLinksPerTask, cancellationToken))
            return new ProblemResult(ErrorCodes.Conflict,
                $"The task has {ContractLimits.WatchLinksPerTask} links that have not expired. Use one of them, or wait until one has.");

        logger.WatchLinkMade(link.LinkId, taskId, caller.Id ?? Nobody, link.ExpiresAt);
        return WireResults.Json(
            new WatchLinkReply
            {
                LinkId = link.LinkId,
                TaskId = taskId,
                Url = $"{http.Scheme}://{http.Host}{http.PathBase}/?task={Uri.EscapeDataString(taskId)}#link={token}{Hint(link)}",
                Token = token,
                May = WatchLinkTerms.RightsOf(link),
                CreatedAt = link.CreatedAt,
                ExpiresAt = link.ExpiresAt,
                UntilEnd = link.UntilEnd,
            },
            StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(
        [FromRoute(Name = "task_id")] string taskId, Caller caller, ITaskLogReader log, IWatchLinkStore store, TimeProvider time,
        CancellationToken cancellationToken)
    {
        QueryReader.DemandTaskId(taskId);
        if (await FindAsync(log, caller, taskId, cancellationToken) is not { } task)
            return ProblemResult.TaskNotFound;
        var now = time.GetUtcNow();
        return WireResults.Json(new WatchLinkList
        {
            WatchLinks = [.. (await LinksOfAsync(store, task, cancellationToken))
                .Where(kept => kept.Link.ExpiresAt > now)
                .OrderByDescending(kept => kept.Link.CreatedAt)
                .Select(kept => new WatchLinkEntry
                {
                    LinkId = kept.Link.LinkId,
                    May = WatchLinkTerms.RightsOf(kept.Link),
                    CreatedAt = kept.Link.CreatedAt,
                    ExpiresAt = kept.Link.ExpiresAt,
                    UntilEnd = kept.Link.UntilEnd,
                    CreatedBy = kept.Link.CreatedBy,
                    Revoked = kept.IsRevoked,
                })],
        });
    }

    private static async Task<IResult> RevokeAsync(
        [FromRoute(Name = "task_id")] string taskId, [FromRoute(Name = "link_id")] string linkId, Caller caller, ITaskLogReader log,
        IWatchLinkStore store, RevokedLinks revoked, ILogger<RevokedLinks> logger, CancellationToken cancellationToken)
    {
        QueryReader.DemandTaskId(taskId);
        if (await FindAsync(log, caller, taskId, cancellationToken) is not { } task)
            return ProblemResult.TaskNotFound;
        var links = await LinksOfAsync(store, task, cancellationToken);
        if (links.FirstOrDefault(kept => kept.Link.LinkId == linkId) is not { } found)
            return new ProblemResult(ErrorCodes.NotFound, "The task has no such link.");
        await revoked.AddAsync(found.Link, cancellationToken);
        logger.WatchLinkRevoked(found.Link.LinkId, taskId, caller.Id ?? Nobody);
        return TypedResults.NoContent();
    }

    /// <summary>The task, if the caller controls it.</summary>
    private static async Task<TaskState?> FindAsync(ITaskLogReader log, Caller caller, string taskId, CancellationToken cancellationToken)
    {
        var admits = TaskAdmission.Of(caller, TaskVerb.Control);
        var task = (await log.ReadAsync(taskId, 0, 0, cancellationToken))?.Head;
        return task is not null && admits?.Invoke(task) == false ? null : task;
    }

    /// <summary>The page cannot read the token: it learns here which buttons to show.</summary>
    private static string Hint(WatchLink link) => link.MayReview ? "&may=review" : "";

    /// <summary>Not those of an earlier task of the same id.</summary>
    private static async Task<IEnumerable<KeptLink>> LinksOfAsync(
        IWatchLinkStore store, TaskState task, CancellationToken cancellationToken) =>
        (await store.ReadAsync(task.TaskId, cancellationToken)).Where(kept => kept.Link.TaskCreatedAt == task.CreatedAt);
}
