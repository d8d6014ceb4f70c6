using Roadmap.Hubs.Operations;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.FanOut;

/// <summary>
/// Where the messages of one connection go out: a hub connection, a raw WebSocket, an event stream. Written to by its outbox alone.
/// </summary>
internal interface ITaskSink
{
    string ConnectionId { get; }

    /// <summary>How messages become bytes here. Sinks that share a format share what was serialised for one of them.</summary>
    WireFormat Format { get; }

    /// <summary>Who is at the other end; null when that cannot be known.</summary>
    TcpPeer? Peer { get; }

    /// <summary>The WebSocket by which the messages go out, if it is one.</summary>
    SharedSocketStream? WebSocket { get; }

    /// <summary>What is sent when nothing else was for a while; null where nobody waits for it.</summary>
    MessageBatch? KeepAlive { get; }

    /// <summary>Takes whole messages; the next write waits for this one. Throws when the peer has gone.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> messages);

    /// <summary>Ends the connection without waiting for what is being written. Its client comes back from its position.</summary>
    void Disconnect(DisconnectReason reason);
}
