using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.Access;
using Roadmap.Hubs.Callers;
using Roadmap.Hubs.Connections;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.Requests;
using Roadmap.Hubs.Subscriptions;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.RawSockets;

/// <summary>
/// Serves raw WebSockets: each is subscribed to the task in its path, may ping and ask for the status, and is closed with a code that says
/// why.
/// </summary>
internal sealed class RawSocketServer(
    IMediator mediator,
    StreamSessions sessions,
    ConnectionCallers connections,
    ICallers callers,
    CallerKeys keys,
    CallerRates rates,
    IHostApplicationLifetime lifetime,
    IOptions<LimitsOptions> limits,
    IOptions<RawSocketOptions> options,
    TimeProvider time)
{
    private const string TaskId = "task_id";
    private const string Expected = """Send text frames of JSON with a type, such as {"type":"ping"}.""";

    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = 8 };

    private static readonly CloseReason s_tooLarge =
        new(ErrorCodes.TooLarge, $"A message may have {ContractLimits.ClientFrameBytes} bytes at most.");

    private readonly RawFrameFormat _format = options.Value.ForOldClients ? OldClientFrameFormat.Instance : RawFrameFormat.Instance;

    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new RequestRefusedException(
                ErrorCodes.InvalidRequest, "This path takes WebSockets only: send the headers of an upgrade.");

        var (body, errors) = SubscribeQuery.Read(context.GetRouteValue(TaskId) as string, context.Request.Query);
        var (caller, key) = (callers.Of(context), keys.Of(context));
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync(
            SocketProtocols.Choose(context.WebSockets.WebSocketRequestedProtocols));
        var stream = SharedSocket.Of(context)!.Stream!;
        var socket = new RawSocket(
            body.TaskId!, context, webSocket, stream, _format, limits.Value.SlowestRate, time, lifetime.ApplicationStopping);
        using var gone = new CancellationTokenSource();
        using var session = sessions.Open(socket, socket.TaskId, caller, key);
        try
        {
            if (session.Admission is ConnectionAdmission.TooMany { Sentence: var sentence })
                session.End(new CloseReason(ErrorCodes.RateLimited, sentence));
            var request = new SubscribeToTask(socket.ConnectionId, body) { Caller = caller, ReadErrors = errors };
            var subscribing = session.Admission is ConnectionAdmission.Admitted
                ? SubscribeAsync(session, request, gone.Token)
                : Task.FromResult<AwaitedTask?>(null);
            await socket.ReceiveAsync(
                async message => await AnswerAsync(socket, session, key, message, await subscribing),
                () => session.End(s_tooLarge));
        }
        finally
        {
            await gone.CancelAsync();
        }
    }

    /// <summary>What it waits for, when its task is not there yet.</summary>
    private static async Task<AwaitedTask?> SubscribeAsync(StreamSession session, SubscribeToTask request, CancellationToken gone)
    {
        try
        {
            return await session.SubscribeAsync(request, gone);
        }
        catch (Exception e)
        {
            session.End(e);
            return null;
        }
    }

    private async Task AnswerAsync(
        RawSocket socket, StreamSession session, CallerKey key, ReadOnlyMemory<byte>? message, AwaitedTask? awaited)
    {
        var (type, token, fault) = Read(message);
        switch (type)
        {
            case TaskEventTypes.Ping or TaskEventTypes.GetStatus or TaskEventTypes.Authenticate
                when rates.Take(CallKind.Call, key) is { IsRefused: true } refused:
                SendError(socket, session, ErrorCodes.RateLimited, refused.Sentence);
                break;
            case TaskEventTypes.Ping:
                session.Send(TaskEventTypes.Pong, new PongMessage { TaskId = socket.TaskId });
                break;
            case TaskEventTypes.GetStatus:
                await AnswerStatusAsync(socket, session, awaited);
                break;
            case TaskEventTypes.Authenticate:
                await AuthenticateAsync(socket, session, token);
                break;
            case null:
                SendError(socket, session, ErrorCodes.InvalidRequest, fault);
                break;
        }

        // Who sends without reading is not read from any more.
        await session.WaitUntilDrainedAsync();
    }

    /// <summary>Answered as a ping is, when the connection lasts longer by it.</summary>
    private async Task AuthenticateAsync(RawSocket socket, StreamSession session, string? token)
    {
        try
        {
            if (token is null)
                throw new RequestRefusedException(ErrorCodes.InvalidRequest, "token is required, as text.");
            await connections.RenewAsync(socket.ConnectionId, token, CancellationToken.None);
            session.Send(TaskEventTypes.Pong, new PongMessage { TaskId = socket.TaskId });
        }
        catch (RequestRefusedException e)
        {
            SendError(socket, session, e.Code, e.Message);
        }
    }

    /// <summary>The answer is pushed, in its place between the events.</summary>
    private async Task AnswerStatusAsync(RawSocket socket, StreamSession session, AwaitedTask? awaited)
    {
        if (awaited is { Over.IsCompleted: false })
        {
            session.SendStatus(awaited);
            return;
        }

        try
        {
            await mediator.Send(new GetTaskStatus(socket.ConnectionId, new TaskRequest { TaskId = socket.TaskId })
            {
                Caller = connections.Of(socket.ConnectionId),
            });
        }
        catch (Exception e)
        {
            var refusal = Refusal.Of(e, "This");
            if (refusal.IsFault)
                session.End(e);
            else
                SendError(socket, session, refusal.Code, refusal.Message);
        }
    }

    private static void SendError(RawSocket socket, StreamSession session, string code, string message) =>
        session.Send(TaskEventTypes.Error, new ErrorMessage { Code = code, Message = message, TaskId = socket.TaskId });

    /// <summary>The type of what a client sent, and the token if it is one; or what is wrong with it.</summary>
    private static (string? Type, string? Token, string Fault) Read(ReadOnlyMemory<byte>? message)
    {
        if (message is null)
            return (null, null, Expected);
        try
        {
            using var json = JsonDocument.Parse(message.Value, s_reading);
            if (LoneSurrogates.FaultIn(json.RootElement) is { } fault)
                return (null, null, $"{fault.Path} {fault.Message}.");
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                ? (type.GetString(), TokenIn(json.RootElement), "")
                : (null, null, Expected);
        }
        catch (JsonException)
        {
            return (null, null, Expected);
        }
    }

    private static string? TokenIn(JsonElement message) =>
        message.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.String ? token.GetString() : null;
}
