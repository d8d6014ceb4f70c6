using System.Text.Json;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;

namespace Roadmap.Tests.Support;

/// <summary>What a raw WebSocket was closed with.</summary>
internal sealed record SocketClosed(int Code, string Reason);

internal static class RawMessages
{
    /// <summary>The path of a task's raw WebSocket.</summary>
    public static Uri RawUrl(this HubServer server, string taskId, string query = "") =>
        new UriBuilder(new Uri(server.HubUrl, Routes.For(Routes.RawSocket, taskId) + query)) { Scheme = "ws" }.Uri;

    /// <summary>A stock client on a task's raw WebSocket, connected.</summary>
    public static Task<RawWatcher> WatchRawAsync(this HubServer server, string taskId, string query = "") => RawWatcher.ConnectAsync(server.RawUrl(taskId, query));

    public static object Read(ReadOnlySpan<byte> json)
    {
        var message = JsonDocument.Parse(json.ToArray()).RootElement;
        return message.GetProperty("type").GetString() switch
        {
            TaskEventTypes.Connected => Read<ConnectedMessage>(message),
            TaskEventTypes.CurrentStatus => Read<TaskSnapshot>(message),
            TaskEventTypes.Error => Read<ErrorMessage>(message),
            TaskEventTypes.Closing => Read<ClosingMessage>(message),
            TaskEventTypes.Pong => Read<PongMessage>(message),
            _ => Read<TaskEvent>(message),
        };
    }

    private static T Read<T>(JsonElement message) => message.Deserialize(ContractsJson.TypeInfo<T>())!;
}
