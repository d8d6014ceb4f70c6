using System.Buffers.Binary;

namespace Roadmap.Tests.Support;

/// <summary>A field of a message in Protocol Buffers' wire format: a number, or the bytes of a text or of a message within.</summary>
internal readonly record struct ProtobufField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexStringLower(Bytes.Span);
}

/// <summary>
/// Reads Protocol Buffers' wire format (<c>protobuf.dev/programming-guides/encoding</c>), without knowing what its fields mean.
/// </summary>
internal static class Protobuf
{
    public static IEnumerable<ProtobufField> Fields(ReadOnlyMemory<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = ReadVarint(ref message);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return new ProtobufField(number, ReadVarint(ref message), default);
                    break;
                case 1:
                    yield return new ProtobufField(number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8).Span), default);
                    break;
                case 2:
                    var length = (int)ReadVarint(ref message);
                    yield return new ProtobufField(number, 0, Take(ref message, length));
                    break;
                case 5:
                    yield return new ProtobufField(number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4).Span), default);
                    break;
                default:
                    throw new InvalidDataException($"Field {number} has wire type {tag & 7}.");
            }
        }
    }

    /// <summary>The messages that stand in a field.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Within(this ReadOnlyMemory<byte> message, int number) =>
        Fields(message).Where(field => field.Number == number).Select(field => field.Bytes);

    public static ProtobufField Field(this ReadOnlyMemory<byte> message, int number) =>
        Fields(message).LastOrDefault(field => field.Number == number);

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref message, 1).Span[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int length)
    {
        var taken = message[..length];
        message = message[length..];
        return taken;
    }
}
