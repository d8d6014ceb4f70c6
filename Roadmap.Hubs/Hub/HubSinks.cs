using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.Hub;

/// <summary>
/// A hub connection over a WebSocket. Frames are written straight to the socket's stream: SignalR's own way leads through two more pipes
/// and another thread, at half again the cost.
/// </summary>
internal sealed class HubSocketSink(
    HubConnectionContext connection, SharedSocketStream stream, WireFormat format, MessageBatch keepAlive) : ITaskSink
{
    public string ConnectionId => connection.ConnectionId;

    public WireFormat Format => format;

    public TcpPeer? Peer { get; } = TcpPeer.Of(connection.GetHttpContext());

    public SharedSocketStream? WebSocket => stream;

    public MessageBatch? KeepAlive => keepAlive;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> messages) => stream.WriteFramesAsync(messages);

    public void Disconnect(DisconnectReason reason) => HubPipeSink.Abort(connection);
}

/// <summary>A hub connection over server-sent events or long polling.</summary>
internal sealed class HubPipeSink(HubConnectionContext connection, WireFormat format, MessageBatch keepAlive) : ITaskSink
{
    public string ConnectionId => connection.ConnectionId;

    public WireFormat Format => format;

    /// <summary>Long polling has another connection for every answer: nothing is known of it.</summary>
    public TcpPeer? Peer { get; } = TcpPeer.Of(connection.GetHttpContext());

    public SharedSocketStream? WebSocket => null;

    /// <summary>A long poll ends by itself before its client loses patience.</summary>
    public MessageBatch? KeepAlive { get; } =
        connection.Features.Get<IConnectionInherentKeepAliveFeature>() is { HasInherentKeepAlive: true } ? null : keepAlive;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> messages) =>
        connection.WriteAsync(new SerializedHubMessage([new SerializedMessage(connection.Protocol.Name, messages)]));

    public void Disconnect(DisconnectReason reason) => Abort(connection);

    /// <summary><see cref="HubConnectionContext.Abort"/> would wait for the write lock that a stalled write holds.</summary>
    public static void Abort(HubConnectionContext connection) => connection.Features.Get<IConnectionLifetimeFeature>()?.Abort();
}
