using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Hubs.FanOut;
using Roadmap.Hubs.WebSockets;

namespace Roadmap.Hubs.RawSockets;

/// <summary>Each message's JSON in a WebSocket frame of its own. Several frames may share a write.</summary>
internal class RawFrameFormat : WireFormat
{
    public static RawFrameFormat Instance { get; } = new();

    protected override void Write(HubMessage message, ArrayBufferWriter<byte> output)
    {
        // Its length stands before it.
        var json = new ArrayBufferWriter<byte>(512);
        // What the server calls on a client has one argument: the message.
        WriteJson(((InvocationMessage)message).Arguments[0]!, json);
        MessageFrame.Write(WebSocketMessageType.Text, json.WrittenSpan, output);
    }
}
