using System.Buffers;
using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Roadmap.Hubs.WebSockets;

/// <summary>
/// A server's WebSocket frame (RFC 6455, section 5.2): a whole message, without a mask, so that it is the same for every receiver.
/// </summary>
internal static class MessageFrame
{
    public const int MaxHeaderBytes = 10;

    private const byte FinalText = 0x81;
    private const byte FinalBinary = 0x82;
    private const byte LengthIn16Bits = 126;
    private const byte LengthIn64Bits = 127;

    public static void Write(WebSocketMessageType type, ReadOnlySpan<byte> message, IBufferWriter<byte> output)
    {
        var header = output.GetSpan(MaxHeaderBytes);
        header[0] = type == WebSocketMessageType.Binary ? FinalBinary : FinalText;
        int headerBytes;
        if (message.Length < LengthIn16Bits)
        {
            header[1] = (byte)message.Length;
            headerBytes = 2;
        }
        else if (message.Length <= ushort.MaxValue)
        {
            header[1] = LengthIn16Bits;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)message.Length);
            headerBytes = 4;
        }
        else
        {
            header[1] = LengthIn64Bits;
            BinaryPrimitives.WriteInt64BigEndian(header[2..], message.Length);
            headerBytes = MaxHeaderBytes;
        }

        output.Advance(headerBytes);
        output.Write(message);
    }
}
