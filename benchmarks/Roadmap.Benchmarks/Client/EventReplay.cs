using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Roadmap.Benchmarks.FanOut;
using Roadmap.Contracts;

namespace Roadmap.Benchmarks.Client;

/// <summary>
/// The process that clients receive from. It speaks as much of SignalR's JSON protocol as a client of one task needs: at <c>Subscribe</c>
/// it sends <c>connected</c> and so many events, made beforehand, each in a frame of its own.
/// </summary>
internal sealed class EventReplay(IReadOnlyList<byte[]> frames)
{
    public const string Verb = "client-server";

    private const char End = '\u001e';
    private const string Connected =
        """{"type":1,"target":"connected","arguments":[{"type":"connected","task_id":"t","message":"","position":{"epoch":"a","seq":0},"recovered":true}]}""";

    public static async Task RunAsync(string events)
    {
        var count = int.Parse(events, CultureInfo.InvariantCulture);
        var replay = new EventReplay([.. Enumerable.Range(1, count).Select(seq => Encoding.UTF8.GetBytes(Event(seq, count)))]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.UseWebSockets();
        app.Map(Routes.Hub, replay.ServeAsync);
        await app.StartAsync();
        await Conversation.HoldAsync(app.Urls.First(), _ => Task.FromResult("serving"));
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var bytes = new byte[16 * 1024];
        while (await socket.ReceiveAsync(bytes, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            foreach (var text in Encoding.UTF8.GetString(bytes, 0, received.Count).Split(End, StringSplitOptions.RemoveEmptyEntries))
                await AnswerAsync(socket, JsonElement.Parse(text));
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
    }

    private async Task AnswerAsync(WebSocket socket, JsonElement message)
    {
        if (message.TryGetProperty("protocol", out _))
            await SendAsync(socket, "{}");
        if (!message.TryGetProperty("invocationId", out var id))
            return;
        if (message.GetProperty("target").GetString() != HubMethods.Subscribe)
        {
            await SendAsync(socket, $$"""{"type":3,"invocationId":"{{id}}","error":"HubException: log_unavailable: There is none."}""");
            return;
        }

        await SendAsync(socket, Connected);
        foreach (var frame in frames)
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        var reply = $$"""{"task_id":"t","epoch":"a","seq":{{frames.Count}}}""";
        await SendAsync(socket, $$"""{"type":3,"invocationId":"{{id}}","result":{{reply}}}""");
    }

    private static Task SendAsync(WebSocket socket, string json) => socket.SendAsync(
        Encoding.UTF8.GetBytes(json + End), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static string Event(int seq, int count) =>
        $$"""{"type":1,"target":"progress","arguments":[{"type":"progress","task_id":"t","seq":{{seq}},"epoch":"a","attempt":1,"timestamp":"2026-01-01T00:00:00.000Z","message":"row {{seq}} of {{count}}","step":"reading","status":"processing","percentage":{{100L * seq / count}}}]}"""
        + End;
}
