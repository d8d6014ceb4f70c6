using System.Buffers;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Hubs.Sockets;

namespace Roadmap.Hubs.FanOut;

/// <summary>Hub messages, for SignalR's own transports. SignalR's frames carry their own ends, so several may share a write.</summary>
internal class HubFormat(IHubProtocol protocol) : WireFormat
{
    protected override void Write(HubMessage message, ArrayBufferWriter<byte> output)
    {
        if (message is ReadyMessage ready)
            output.Write(ready.BytesIn(protocol).Span);
        else
            protocol.WriteMessage(message, output);
    }
}

/// <summary>Hub messages in WebSocket frames, ready for the wire: every socket of a group is sent the same bytes.</summary>
internal sealed class HubFrameFormat(IHubProtocol protocol) : HubFormat(protocol)
{
    protected override ReadOnlyMemory<byte> Seal(ReadOnlyMemory<byte> messages)
    {
        var frame = new ArrayBufferWriter<byte>(messages.Length + TextFrame.MaxHeaderBytes);
        TextFrame.Write(messages.Span, frame);
        return frame.WrittenMemory;
    }
}
