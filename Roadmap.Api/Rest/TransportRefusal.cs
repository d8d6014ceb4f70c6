using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Roadmap.Contracts;

namespace Roadmap.Api.Rest;

/// <summary>
/// Stands between SignalR's HTTP transports and their answers: what they refuse, they refuse in plain text, which is kept back for a
/// problem in its place. What is no refusal passes through, and costs nothing.
/// </summary>
internal sealed class TransportRefusal(HttpContext context, IHttpResponseBodyFeature answer) : IHttpResponseBodyFeature
{
    /// <summary>To whoever names a connection that there is not, or that somebody else began.</summary>
    public static readonly ProblemResult NoConnection =
        new(ErrorCodes.NotFound, "There is no connection of this id. Negotiate a new one.");

    private const string PlainText = "text/plain";

    private readonly PipeWriter _nowhere = PipeWriter.Create(Stream.Null);

    public Stream Stream => IsRefusal ? Stream.Null : answer.Stream;

    public PipeWriter Writer => IsRefusal ? _nowhere : answer.Writer;

    /// <summary>What the caller gets instead; null when nothing was refused.</summary>
    public ProblemResult? Problem => IsRefusal && !context.Response.HasStarted ? For(context.Response) : null;

    /// <summary>SignalR's own; what the server itself refuses is a problem already.</summary>
    private bool IsRefusal => context.Response is { StatusCode: >= StatusCodes.Status400BadRequest, ContentType: PlainText };

    /// <summary>Null when the request goes elsewhere.</summary>
    public static TransportRefusal? Expect(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Routes.Hub, StringComparison.OrdinalIgnoreCase)
            || context.WebSockets.IsWebSocketRequest)
            return null;
        var refusal = new TransportRefusal(context, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Features.Set<IHttpResponseBodyFeature>(refusal);
        return refusal;
    }

    public void DisableBuffering() => answer.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) =>
        IsRefusal ? Task.CompletedTask : answer.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        answer.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync() => IsRefusal ? Task.CompletedTask : answer.CompleteAsync();

    private static ProblemResult For(HttpResponse response)
    {
        response.ContentLength = null;
        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => NoConnection,
            StatusCodes.Status405MethodNotAllowed =>
                new ProblemResult(ErrorCodes.MethodNotAllowed, "The hub takes GET and POST, and DELETE of a connection."),
            StatusCodes.Status409Conflict => new ProblemResult(ErrorCodes.Conflict, "The connection is in use by another request."),
            _ => new ProblemResult(
                ErrorCodes.InvalidRequest, "The hub takes connections that were negotiated: name one in the query as id."),
        };
    }
}
