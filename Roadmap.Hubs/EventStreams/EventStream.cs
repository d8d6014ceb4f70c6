using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.EventStreams;

/// <summary>
/// One client that reads a task as server-sent events. The response begins with the first message, so that a refusal can be told before it.
/// </summary>
internal sealed class EventStream(string taskId, HttpContext context) : ITaskStream
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task? _writing;
    private bool _isOver;

    /// <summary>Kept: it is still asked for when the request, and its context with it, is over.</summary>
    public string ConnectionId { get; } = context.TraceIdentifier;

    public WireFormat Format => EventStreamFormat.Instance;

    public TcpPeer? Peer { get; } = TcpPeer.Of(context);

    public SharedSocketStream? WebSocket => null;

    public MessageBatch? KeepAlive => null;

    /// <summary>Done when everything is written, or the stream was cut.</summary>
    public Task Done => _done.Task;

    /// <summary>What comes after the request is over is left out: its context may serve the next one by then.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> messages)
    {
        lock (_gate)
        {
            if (_isOver)
                return ValueTask.CompletedTask;
            if (_writing is null)
                Begin();
            _writing = context.Response.Body.WriteAsync(messages, context.RequestAborted).AsTask();
            return new ValueTask(_writing);
        }
    }

    /// <summary>The response is to be a refusal instead. False when the stream has begun; else it never will.</summary>
    public bool TryRefuse()
    {
        lock (_gate)
            return _isOver = _writing is null;
    }

    /// <summary>Done when nothing is, or will be, written to the response any more.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
            _isOver = true;
        if (_writing is not null)
            await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public HubMessage ClosingMessageFor(CloseReason end) => end.Reason == ErrorCodes.TaskNotFound
        ? new InvocationMessage(TaskEventTypes.Error, [new ErrorMessage { Code = end.Reason, Message = end.Message, TaskId = taskId }])
        : end.ClosingOf(taskId);

    public void Finish(CloseReason end) => Leave();

    public void Disconnect(DisconnectReason reason)
    {
        // Without the last chunk: the client sees that this is not the end.
        context.Abort();
        Leave();
    }

    /// <summary>Nothing more is to come, or nobody is there for it.</summary>
    public void Leave() => _done.TrySetResult();

    private void Begin()
    {
        context.Response.ContentType = EventStreamRoutes.MediaType;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // A quiet task is no slow reader; the outbox knows those.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }
}
