using System.Diagnostics;
using System.Globalization;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Rest;

/// <summary>An error as <c>application/problem+json</c>, the only shape in which the server refuses anything over HTTP.</summary>
internal sealed class ProblemResult(string code, string detail) : IResult
{
    public const string MediaType = "application/problem+json";

    /// <summary>How a caller shows who it is.</summary>
    public const string Challenge = "Bearer realm=\"roadmap\"";

    /// <summary>Seconds after which a caller whom the server could not serve may come back.</summary>
    private const int SoonSeconds = 1;

    /// <summary>The same, where one is too many and it is not known when one will go.</summary>
    private const int LaterSeconds = 5;

    public FieldErrors Errors { get; init; } = [];

    /// <summary>Of <c>gone</c>: where the log is now.</summary>
    public string? Epoch { get; init; }

    /// <summary>Seconds; null where it is not known better than by the kind of refusal.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Whether it helps to wait: else whoever is refused is not told to come back.</summary>
    private bool PassesByItself { get; init; } = true;

    /// <inheritdoc cref="Problem.OldestSeq"/>
    public long? OldestSeq { get; init; }

    public static ProblemResult TaskNotFound { get; } = new(ErrorCodes.TaskNotFound, "There is no such task.");

    public static ProblemResult RoadmapNotFound { get; } = new(ErrorCodes.RoadmapNotFound, "There is no such roadmap.");

    public static ProblemResult LogUnavailable { get; } = new(
        ErrorCodes.LogUnavailable,
        "The log does not answer. It is not known whether a report was stored: repeat it with the same event ids.");

    public static ProblemResult ServerStopping { get; } = new(
        ErrorCodes.ServerStopping,
        "This instance is about to stop and takes no new connections. Try again: another instance, or its next start, answers.");

    /// <summary>An owner has as many as it may have, until one of them ends.</summary>
    public static ProblemResult OverQuota(string detail) => new(ErrorCodes.RateLimited, detail) { PassesByItself = false };

    public static ProblemResult Of(RequestRefusedException refused) => new(refused.Code, refused.Message) { Errors = refused.Errors };

    public static string TraceIdOf(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (code is ErrorCodes.TaskNotFound or ErrorCodes.RoadmapNotFound && httpContext.Features.Get<EvenTime>() is { } time)
            await time.FillAsync(httpContext.RequestAborted);
        var status = ErrorCatalogue.Statuses[code];
        var retryAfter = status switch
        {
            StatusCodes.Status503ServiceUnavailable => RetryAfter ?? SoonSeconds,
            StatusCodes.Status429TooManyRequests => PassesByItself ? RetryAfter ?? LaterSeconds : null,
            _ => RetryAfter,
        };
        if (retryAfter is { } seconds)
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (status == StatusCodes.Status401Unauthorized && httpContext.Response.Headers.WWWAuthenticate.Count == 0)
            httpContext.Response.Headers.WWWAuthenticate = Challenge;

        var problem = new Problem
        {
            Type = "about:blank",
            Title = ErrorCatalogue.TitleOf(status),
            Status = status,
            Detail = detail,
            Code = code,
            Errors = Errors.Count == 0 ? null : Errors,
            ErrorCount = Errors.Count == 0 ? null : Errors.Total,
            Epoch = Epoch,
            OldestSeq = OldestSeq,
            TraceId = TraceIdOf(httpContext),
        };
        await TypedResults.Json(problem, ContractsJson.TypeInfo<Problem>(), MediaType, status).ExecuteAsync(httpContext);
    }
}
