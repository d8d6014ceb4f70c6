using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;
using Roadmap.Contracts.Json;
using Roadmap.Hubs.FanOut;

namespace Roadmap.Hubs.Sockets;

/// <summary>Each message's JSON in a WebSocket frame of its own. Several frames may share a write.</summary>
internal sealed class RawFrameFormat : WireFormat
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = WireEncoder.Instance, SkipValidation = true };

    public static RawFrameFormat Instance { get; } = new();

    protected override void Write(HubMessage message, ArrayBufferWriter<byte> output)
    {
        // Its length stands before it.
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json, s_writing))
        {
            // What the server calls on a client has one argument: the message.
            var argument = ((InvocationMessage)message).Arguments[0]!;
            JsonSerializer.Serialize(writer, argument, ContractsJson.TypeInfoOf(argument));
        }

        TextFrame.Write(json.WrittenSpan, output);
    }
}
