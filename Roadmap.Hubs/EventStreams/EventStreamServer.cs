using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Net.Http.Headers;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.EventLog;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Feeds;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.State;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.EventStreams;

/// <summary>
/// Serves tasks as server-sent events. What is refused is refused before the stream begins, by the exceptions that any call throws.
/// </summary>
internal sealed class EventStreamServer(
    IMediator mediator, StreamSessions sessions, ICallers callers, CallerKeys keys, TimeProvider time)
{
    /// <summary>How often a comment is sent, so that no proxy takes a quiet stream for a dead one.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private const string PageMediaType = "application/json";

    /// <summary>Serialised once for all.</summary>
    private static readonly MessageBatch s_keepAlive = new([PingMessage.Instance]);

    /// <summary>
    /// Whether a task is wanted live, rather than as a page of its log. A stream has no end, so it must be asked for by its name, and at
    /// least as much as the page; ranges such as <c>*/*</c> ask for the page.
    /// </summary>
    public static bool IsAskedFor(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var live = accepted
            .Where(range => range.MediaType.Equals(EventStreamRoutes.MediaType, StringComparison.OrdinalIgnoreCase))
            .Select(WeightOf).DefaultIfEmpty(0).Max();
        return live > 0 && live >= PageWeight(accepted);
    }

    public async Task ServeAsync(HttpContext context, string taskId)
    {
        var request = Read(context, taskId, callers.Of(context));
        EventStreamHeaders.Set(context.Response);
        if (await IsAtEndAsync(request, context.RequestAborted))
        {
            // A browser's EventSource reconnects after the end of every stream, and stops for good only when it is told so.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var stream = new EventStream(taskId, context);
        try
        {
            using var session = sessions.Open(stream, taskId, request.Caller, keys.Of(context));
            await SubscribeAsync(session, stream, request, context.RequestAborted);
            await StreamAsync(session, stream, context.RequestAborted);
        }
        finally
        {
            await stream.CloseAsync();
        }
    }

    /// <summary>The most specific range counts, whatever its weight (RFC 9110, section 12.5.1).</summary>
    private static double PageWeight(IEnumerable<MediaTypeHeaderValue> accepted) => accepted
        .Where(range => range.MatchesMediaType(PageMediaType))
        .OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes).ThenByDescending(WeightOf)
        .Select(WeightOf)
        .FirstOrDefault();

    private static double WeightOf(MediaTypeHeaderValue range) => range.Quality ?? 1;

    private static SubscribeToTask Read(HttpContext context, string taskId, Caller caller)
    {
        var (body, errors) = SubscribeQuery.Read(taskId, context.Request.Query);
        var request = new SubscribeToTask(context.TraceIdentifier, body) { Caller = caller, ReadErrors = errors };
        if (context.Request.Headers[EventId.Header].ToString() is not { Length: > 0 } last)
            return request;
        return EventId.Read(last) is { } position
            ? request with { Body = body with { After = position } }
            : request with { ReadErrors = [.. errors, new FieldError { Path = EventId.Header, Message = EventId.Rule }] };
    }

    private async Task<bool> IsAtEndAsync(SubscribeToTask request, CancellationToken cancellationToken)
    {
        if (request is not { Body: { TaskId: { } taskId, After: { } after }, ReadErrors: [] })
            return false;
        if (AwaitedPosition.Is(after))
            return false;
        var status = await mediator.Send(
            new GetTaskStatus(request.ConnectionId, new TaskRequest { TaskId = taskId }) { Caller = request.Caller }, cancellationToken);
        return TaskState.IsEnd(status.Status)
            && after.Seq == status.Seq
            && (after.Epoch ?? status.Epoch) == status.Epoch;
    }

    private static async Task SubscribeAsync(StreamSession session, EventStream stream, SubscribeToTask request, CancellationToken aborted)
    {
        try
        {
            if (session.Admission is ConnectionAdmission.TooMany { Sentence: var sentence })
                throw new RequestRefusedException(ErrorCodes.RateLimited, sentence);
            // Who is asked to go gets a stream that ends: an EventSource comes back after that, but never after an error status.
            if (session.Admission is ConnectionAdmission.Admitted)
                await session.SubscribeAsync(request, aborted);
        }
        catch (Exception e) when (e is RequestRefusedException or LogUnavailableException && !stream.TryRefuse())
        {
            // It was asked to go in that very moment, and is told so instead.
        }
    }

    /// <summary>Keeps the stream going until its end is written, or its client has gone.</summary>
    private async Task StreamAsync(StreamSession session, EventStream stream, CancellationToken aborted)
    {
        using var pulse = new PeriodicTimer(KeepAlive, time);
        using var gone = aborted.Register(stream.Leave);
        while (await Task.WhenAny(stream.Done, pulse.WaitForNextTickAsync(CancellationToken.None).AsTask()) != stream.Done)
            session.SendKeepAlive(s_keepAlive);
    }
}
