using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;

namespace Roadmap.Hubs.EventStreams;

/// <summary>One client that reads a task as server-sent events. The response begins with the first message, so that a refusal can be told before it.</summary>
internal sealed class EventStream(string taskId, HttpContext context) : ITaskStream
{
    public const string MediaType = "text/event-stream";

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string ConnectionId => context.TraceIdentifier;

    public WireFormat Format => EventStreamFormat.Instance;

    /// <summary>Done when everything is written, or the stream was cut.</summary>
    public Task Done => _done.Task;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> messages)
    {
        if (!context.Response.HasStarted)
            Begin();
        await context.Response.Body.WriteAsync(messages, context.RequestAborted);
    }

    public HubMessage FarewellFor(StreamEnd end) => end == StreamEnd.TaskGone
        ? new InvocationMessage(TaskEventTypes.Error, [new ErrorMessage { Code = end.Reason, Message = end.Message, TaskId = taskId }])
        : new InvocationMessage(TaskEventTypes.Closing, [new ClosingMessage { TaskId = taskId, Reason = end.Reason, Message = end.Message }]);

    public void Finish(StreamEnd end) => Leave();

    public void Cut(CutReason reason)
    {
        // Without the last chunk: the client sees that this is not the end.
        context.Abort();
        Leave();
    }

    /// <summary>Nothing more is to come, or nobody is there for it.</summary>
    public void Leave() => _done.TrySetResult();

    private void Begin()
    {
        var response = context.Response;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-cache, no-store";
        // Proxies such as nginx collect a response before they pass it on, unless told not to.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // A quiet task is no slow reader; the outbox knows those.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }
}
