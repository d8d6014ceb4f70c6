using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Log;
using Roadmap.Hubs.Subscriptions;

namespace Roadmap.Hubs.Sockets;

/// <summary>Serves raw WebSockets: each is subscribed to the task in its path, may ping and ask for the status, and is closed with a code that says why.</summary>
internal sealed class RawSockets(
    IMediator mediator, StreamSubscriptions subscriptions, TaskConnections connections, TaskGroupLifetimeManager manager,
    IHostApplicationLifetime lifetime, IOptions<LimitsOptions> limits, IOptions<RawSocketOptions> options, TimeProvider time)
{
    private const string TaskId = "task_id";
    private const string Expected = """Send text frames of JSON with a type, such as {"type":"ping"}.""";

    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = 8 };

    private readonly RawFrameFormat _format = options.Value.ForOldClients ? OldClientFrameFormat.Instance : RawFrameFormat.Instance;

    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new RequestRefusedException(ErrorCodes.InvalidRequest, "This path takes WebSockets only: send the headers of an upgrade.");

        var (body, errors) = SubscribeQuery.Read(context.GetRouteValue(TaskId) as string, context.Request.Query);
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync();
        var stream = SharedSocket.Of(context)!.Stream!;
        var socket = new RawSocket(body.TaskId!, context, webSocket, stream, _format, limits.Value.SlowestRate, time, lifetime.ApplicationStopping);
        using var gone = new CancellationTokenSource();
        manager.Open(socket);
        try
        {
            var admission = connections.Open(socket.ConnectionId, () => manager.End(socket.ConnectionId, StreamEnd.ServerStopping));
            using var stopping = lifetime.ApplicationStopping.Register(() => manager.End(socket.ConnectionId, StreamEnd.ServerStopping));
            if (admission == ConnectionAdmission.TooMany)
                manager.End(socket.ConnectionId, new StreamEnd(ErrorCodes.RateLimited, TaskConnections.TooMany));
            var subscribing = admission == ConnectionAdmission.Admitted
                ? SubscribeAsync(socket, new SubscribeToTask(socket.ConnectionId, body) { ReadErrors = errors }, gone.Token)
                : Task.FromResult<AwaitedTask?>(null);
            await socket.ReceiveAsync(
                async message => await AnswerAsync(socket, message, await subscribing),
                () => manager.End(socket.ConnectionId, new StreamEnd(ErrorCodes.TooLarge, $"A message may have {ContractLimits.ClientFrameBytes} bytes at most.")));
        }
        finally
        {
            await gone.CancelAsync();
            connections.Close(socket.ConnectionId);
            manager.Close(socket.ConnectionId);
        }
    }

    /// <summary>What it waits for, when its task is not there yet.</summary>
    private async Task<AwaitedTask?> SubscribeAsync(RawSocket socket, SubscribeToTask request, CancellationToken gone)
    {
        try
        {
            var awaited = await subscriptions.SubscribeAsync(request, gone);
            if (awaited is not null)
                _ = subscriptions.SubscribeWhenThereAsync(request, awaited);
            return awaited;
        }
        catch (Exception e)
        {
            subscriptions.End(socket.ConnectionId, socket.TaskId, e);
            return null;
        }
    }

    private async Task AnswerAsync(RawSocket socket, ReadOnlyMemory<byte>? message, AwaitedTask? awaited)
    {
        var (type, fault) = Read(message);
        switch (type)
        {
            case TaskEventTypes.Ping:
                await manager.SendConnectionAsync(socket.ConnectionId, TaskEventTypes.Pong, [new PongMessage { TaskId = socket.TaskId }]);
                break;
            case TaskEventTypes.GetStatus:
                await AnswerStatusAsync(socket, awaited);
                break;
            case null:
                await SendErrorAsync(socket, ErrorCodes.InvalidRequest, fault);
                break;
        }

        // Who sends without reading is not read from any more.
        await manager.WaitUntilDrainedAsync(socket.ConnectionId, CancellationToken.None);
    }

    /// <summary>The answer is pushed, in its place between the events.</summary>
    private async Task AnswerStatusAsync(RawSocket socket, AwaitedTask? awaited)
    {
        if (awaited is { Over.IsCompleted: false })
        {
            await subscriptions.AnswerStatusAsync(socket.ConnectionId, awaited);
            return;
        }

        try
        {
            await mediator.Send(new GetTaskStatus(socket.ConnectionId, new TaskRequest { TaskId = socket.TaskId }));
        }
        catch (RequestRefusedException e)
        {
            await SendErrorAsync(socket, e.Code, e.Message);
        }
        catch (LogUnavailableException)
        {
            await SendErrorAsync(socket, ErrorCodes.LogUnavailable, LogUnavailableException.ForPeople);
        }
        catch (Exception e)
        {
            subscriptions.End(socket.ConnectionId, socket.TaskId, e);
        }
    }

    private Task SendErrorAsync(RawSocket socket, string code, string message) =>
        manager.SendConnectionAsync(socket.ConnectionId, TaskEventTypes.Error, [new ErrorMessage { Code = code, Message = message, TaskId = socket.TaskId }]);

    /// <summary>The type of what a client sent, or what is wrong with it.</summary>
    private static (string? Type, string Fault) Read(ReadOnlyMemory<byte>? message)
    {
        if (message is null)
            return (null, Expected);
        try
        {
            using var json = JsonDocument.Parse(message.Value, s_reading);
            if (LoneSurrogates.FaultIn(json.RootElement) is { } fault)
                return (null, $"{fault.Path} {fault.Message}.");
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                ? (type.GetString(), "")
                : (null, Expected);
        }
        catch (JsonException)
        {
            return (null, Expected);
        }
    }
}
