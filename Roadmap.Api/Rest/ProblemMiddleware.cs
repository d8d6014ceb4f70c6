using Microsoft.AspNetCore.Connections;
using Microsoft.Net.Http.Headers;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.Requests;

namespace Roadmap.Api.Rest;

/// <summary>
/// Turns whatever goes wrong into problem+json: refusals, a log that does not answer, faults, and what the framework answers without a
/// body. The text of an exception that is not a refusal never leaves the server.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    /// <summary>What was said before it went wrong, and holds for the problem too.</summary>
    private static readonly string[] s_kept = [
        HeaderNames.Vary, HeaderNames.Connection, HeaderNames.AcceptEncoding, HeaderNames.XContentTypeOptions,
        PageHeaders.ResourcePolicy, RateCheck.Policy, RateCheck.State,
    ];

    public async Task InvokeAsync(HttpContext context)
    {
        ProblemResult? problem;
        var refusal = TransportRefusal.Expect(context);
        try
        {
            await next(context);
            problem = refusal?.Problem ?? ForBareStatus(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (IsOfWhoLeft(context, exception))
            {
                await GiveUpAsync(context);
                return;
            }

            ForgetAnswer(context.Response);
            problem = ForException(context, exception);
        }

        if (problem is null)
            return;
        await problem.ExecuteAsync(context);
        // Whether the caller has gone is sometimes seen only now: then nothing was written, without a word.
        if (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
            await GiveUpAsync(context);
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
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                context.Response.Headers.Connection = "close";
                return new ProblemResult(ErrorCodes.RequestTimeout, "The body came too slowly.");
            case BadHttpRequestException or IOException { InnerException: OverflowException }:
                // The second is what the server throws at a chunk of more bytes than it can count.
                context.Response.Headers.Connection = "close";
                return new ProblemResult(ErrorCodes.InvalidRequest, "The request could not be read as HTTP.");
            default:
                logger.RequestFailed(context.Request.Method, context.Request.Path, ProblemResult.TraceIdOf(context), exception);
                return new ProblemResult(ErrorCodes.InternalError, "The server failed. Its log says why, under the trace id.");
        }
    }

    /// <summary>Whether the caller has gone, in the middle of its body or before its answer.</summary>
    private static bool IsOfWhoLeft(HttpContext context, Exception exception) => exception is ConnectionResetException
        // A server that stops cuts it off.
        or OperationCanceledException { InnerException: ConnectionAbortedException }
        || (exception is OperationCanceledException or BadHttpRequestException && context.RequestAborted.IsCancellationRequested);

    /// <summary>
    /// Lets go of a connection that ended in the middle of a body. The server does not take that for the end of it: it would look for the
    /// rest of the body, and for the next request, with a reader that is stuck in the read that failed. So it is told to close, and has
    /// seen that the connection is gone, before the request is over.
    /// </summary>
    private static async Task GiveUpAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.Headers.Connection = "close";
        await context.Response.StartAsync(CancellationToken.None);
        context.Abort();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = context.RequestAborted.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    /// <summary>Headers tell of what was to come, such as its length.</summary>
    private static void ForgetAnswer(HttpResponse response)
    {
        var kept = s_kept.Select(name => (name, value: response.Headers[name])).Where(header => header.value.Count > 0).ToList();
        response.Clear();
        response.Headers.CacheControl = PageHeaders.NotKept;
        foreach (var (name, value) in kept)
            response.Headers[name] = value;
    }

    /// <summary>The routing knows of GET only: <see cref="HeadRequests"/>.</summary>
    private static string AllowHead(IHeaderDictionary headers)
    {
        var methods = headers.Allow.ToString().Split(", ");
        if (methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
            headers.Allow = string.Join(", ", methods.Append(HttpMethods.Head));
        return headers.Allow.ToString();
    }

    private static ProblemResult? ForBareStatus(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentLength is not null || response.ContentType is not null)
            return null;

        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new ProblemResult(ErrorCodes.NotFound, "There is no such path."),
            StatusCodes.Status405MethodNotAllowed =>
                new ProblemResult(ErrorCodes.MethodNotAllowed, $"This path takes {AllowHead(response.Headers)}."),
            StatusCodes.Status413PayloadTooLarge => new ProblemResult(ErrorCodes.TooLarge, "The body is larger than allowed."),
            StatusCodes.Status415UnsupportedMediaType => JsonBody.NotJson,
            _ => null,
        };
    }
}
