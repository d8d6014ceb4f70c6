namespace Roadmap.Hubs.FanOut;

/// <summary>Where the messages of one connection go out: a hub connection, a raw WebSocket, an event stream. Written to by its outbox alone.</summary>
internal interface ITaskSink
{
    string ConnectionId { get; }

    /// <summary>How messages become bytes here. Sinks that share a format share what was serialised for one of them.</summary>
    WireFormat Format { get; }

    /// <summary>Takes whole messages; the next write waits for this one. Throws when the peer has gone.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> messages);

    /// <summary>Ends the connection without waiting for what is being written. Its client comes back from its position.</summary>
    void Cut(CutReason reason);
}
