using Microsoft.AspNetCore.Connections;
using Roadmap.Contracts;
using Roadmap.Hubs;
using Roadmap.Hubs.Log;

namespace Roadmap.Api.Rest;

/// <summary>
/// Turns whatever goes wrong into problem+json: refusals, a log that does not answer, faults, and what the framework answers without a body. The text of
/// an exception that is not a refusal never leaves the server.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ProblemResult? problem;
        try
        {
            await next(context);
            problem = ForBareStatus(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (exception is ConnectionResetException || (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
                return;
            problem = ForException(context, exception);
        }

        if (problem is not null)
            await problem.ExecuteAsync(context);
    }

    private ProblemResult ForException(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case RequestRefusedException refused:
                return ProblemResult.Of(refused);
            case LogUnavailableException unavailable:
                logger.RequestLogUnavailable(context.Request.Method, context.Request.Path, unavailable.Message);
                return ProblemResult.LogUnavailable;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new ProblemResult(ErrorCodes.TooLarge, "The body is larger than allowed.");
            case BadHttpRequestException:
                return new ProblemResult(ErrorCodes.InvalidRequest, "The request could not be read as HTTP.");
            default:
                logger.RequestFailed(context.Request.Method, context.Request.Path, ProblemResult.TraceIdOf(context), exception);
                return new ProblemResult(ErrorCodes.InternalError, "The server failed. Its log says why, under the trace id.");
        }
    }

    private static ProblemResult? ForBareStatus(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentLength is not null || response.ContentType is not null)
            return null;

        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new ProblemResult(ErrorCodes.NotFound, "There is no such path."),
            StatusCodes.Status405MethodNotAllowed => new ProblemResult(ErrorCodes.MethodNotAllowed, $"This path takes {response.Headers.Allow}."),
            StatusCodes.Status413PayloadTooLarge => new ProblemResult(ErrorCodes.TooLarge, "The body is larger than allowed."),
            StatusCodes.Status415UnsupportedMediaType => JsonBody.NotJson,
            _ => null,
        };
    }
}
