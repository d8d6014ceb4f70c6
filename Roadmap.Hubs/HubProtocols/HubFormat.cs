using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.HubProtocols;

/// <summary>Hub messages, for SignalR's own transports. SignalR's messages carry their own ends, so several may share a write.</summary>
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
    private readonly WebSocketMessageType _type =
        protocol.TransferFormat == TransferFormat.Binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;

    protected override ReadOnlyMemory<byte> Seal(ReadOnlyMemory<byte> messages)
    {
        var frame = new ArrayBufferWriter<byte>(messages.Length + MessageFrame.MaxHeaderBytes);
        MessageFrame.Write(_type, messages.Span, frame);
        return frame.WrittenMemory;
    }
}

/// <summary>The formats of one protocol. There is one of each, so that whoever speaks the protocol shares what was serialised.</summary>
internal sealed record HubFormats(HubFormat Messages, HubFrameFormat Frames)
{
    public static HubFormats Of(IHubProtocol protocol) => new(new HubFormat(protocol), new HubFrameFormat(protocol));
}
