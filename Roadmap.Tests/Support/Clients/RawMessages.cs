using System.Text.Json;
using Roadmap.Contracts;

namespace Roadmap.Tests.Support;

/// <summary>What a raw WebSocket was closed with.</summary>
internal sealed record SocketClosed(int Code, string Reason);

internal static class RawMessages
{
    /// <summary>The path of a task's raw WebSocket.</summary>
    public static Uri RawUrl(this HubServer server, string taskId, string query = "") =>
        new UriBuilder(new Uri(server.HubUrl, Routes.For(Routes.RawSocket, taskId) + query)) { Scheme = "ws" }.Uri;

    /// <summary>A stock client on a task's raw WebSocket, connected.</summary>
    public static Task<RawWatcher> WatchRawAsync(this HubServer server, string taskId, string query = "") =>
        RawWatcher.ConnectAsync(server.RawUrl(taskId, query));

    public static object Read(ReadOnlySpan<byte> json)
    {
        var message = JsonDocument.Parse(json.ToArray()).RootElement;
        return WireMessage.Read(message.GetProperty("type").GetString()!, message);
    }
}
