using System.Buffers;
using System.Buffers.Binary;

namespace Roadmap.Hubs.Sockets;

/// <summary>A server's WebSocket text frame (RFC 6455, section 5.2): a whole message, without a mask, so that it is the same for every receiver.</summary>
internal static class TextFrame
{
    public const int MaxHeaderBytes = 10;

    private const byte FinalText = 0x81;
    private const byte LengthIn16Bits = 126;
    private const byte LengthIn64Bits = 127;

    public static void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output)
    {
        var header = output.GetSpan(MaxHeaderBytes);
        header[0] = FinalText;
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
