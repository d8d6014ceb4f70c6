using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Api.Rest;

/// <summary>Answers in the contract's JSON.</summary>
internal static class WireResults
{
    public static IResult Json<T>(T body, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(body, ContractsJson.TypeInfo<T>(), statusCode: status);

    /// <summary>What became of an append: the endpoint says what acceptance looks like, refusals look the same everywhere.</summary>
    public static IResult Of(AppendResult result, Func<AppendResult.Appended, IResult> accepted) => result switch
    {
        AppendResult.Appended appended => accepted(appended),
        AppendResult.Refused { Code: ErrorCodes.RateLimited } full => ProblemResult.OverQuota(full.Message),
        AppendResult.Refused refused => new ProblemResult(refused.Code, refused.Message) { Errors = [.. refused.Errors ?? []] },
        AppendResult.NotFound => ProblemResult.TaskNotFound,
        _ => new ProblemResult(ErrorCodes.Conflict, "Another run works on this task now."),
    };
}
