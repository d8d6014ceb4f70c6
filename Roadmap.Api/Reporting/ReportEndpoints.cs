using MediatR;
using Microsoft.AspNetCore.Mvc;
using Roadmap.Api.Rest;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Callers;

namespace Roadmap.Api.Reporting;

/// <summary>Where outside workers report.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder app) => app.MapPost(Routes.TaskEvents, ReportAsync)
        .Describe(ApiDescription.ReportOperation, "Report what happened to a task")
        .WithTags("Tasks")
        .Accepts<TaskEvent>("application/json")
        .Produces<ReportReply>()
        .Refuses(ErrorCodes.TaskNotFound, ErrorCodes.Conflict, ErrorCodes.TooLarge, ErrorCodes.UnsupportedMediaType)
        .CountAs(CallKind.Report);

    private static async Task<IResult> ReportAsync(
        [FromRoute(Name = "task_id")] string taskId, HttpRequest http, Caller caller, IMediator mediator,
        CancellationToken cancellationToken)
    {
        var report = await JsonBody.ReadAsync(http, json => ReportReader.Read(taskId, json, caller), ContractLimits.SentReportBytes);
        return WireResults.Of(await mediator.Send(report, cancellationToken), appended => WireResults.Json(new ReportReply
        {
            Seq = appended.LastSeq,
            Epoch = appended.State.Epoch,
            Accepted = appended.Accepted,
            Duplicates = appended.Duplicates,
            CancelRequested = appended.State is { PendingCommand.Command: ControlCommand.Cancel } or { Status: TaskRunStatus.Cancelled },
        }));
    }
}
