using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using MessagePack;

namespace Roadmap.Contracts.Packed;

/// <summary>Writes MessagePack as JSON, or says where it holds what JSON has no form for.</summary>
internal static class PackToJson
{
    /// <summary>As deep as JSON is read.</summary>
    private const int Depth = 64;

    /// <summary>JSON has numbers that no double can hold: as readers of JSON take them, they are infinite.</summary>
    private const string Infinite = "1e999";

    /// <exception cref="NoJsonException">Where, and what.</exception>
    public static void Write(ref MessagePackReader input, Utf8JsonWriter output, int depth = 0)
    {
        switch (input.NextMessagePackType)
        {
            case MessagePackType.Map:
                WriteMap(ref input, output, depth + 1);
                break;
            case MessagePackType.Array:
                WriteArray(ref input, output, depth + 1);
                break;
            case MessagePackType.String:
                output.WriteStringValue(TextOf(ref input));
                break;
            case MessagePackType.Integer when input.NextCode == MessagePackCode.UInt64:
                output.WriteNumberValue(input.ReadUInt64());
                break;
            case MessagePackType.Integer:
                output.WriteNumberValue(input.ReadInt64());
                break;
            case MessagePackType.Float:
                WriteNumber(input.ReadDouble(), output);
                break;
            case MessagePackType.Boolean:
                output.WriteBooleanValue(input.ReadBoolean());
                break;
            case MessagePackType.Nil:
                input.ReadNil();
                output.WriteNullValue();
                break;
            default:
                throw new NoJsonException("must be text, a number, true, false, nil, an array or a map");
        }
    }

    private static void WriteMap(ref MessagePackReader input, Utf8JsonWriter output, int depth)
    {
        DemandDepth(depth);
        output.WriteStartObject();
        for (var members = input.ReadMapHeader(); members > 0; members--)
        {
            if (input.NextMessagePackType != MessagePackType.String)
                throw new NoJsonException("holds a key that is no text");
            var name = TextOf(ref input);
            output.WritePropertyName(name);
            try
            {
                Write(ref input, output, depth);
            }
            catch (NoJsonException e) when (e.IsWithin(name))
            {
                throw;
            }
        }

        output.WriteEndObject();
    }

    private static void WriteArray(ref MessagePackReader input, Utf8JsonWriter output, int depth)
    {
        DemandDepth(depth);
        output.WriteStartArray();
        var items = input.ReadArrayHeader();
        for (var item = 0; item < items; item++)
        {
            try
            {
                Write(ref input, output, depth);
            }
            catch (NoJsonException e) when (e.IsWithin(item))
            {
                throw;
            }
        }

        output.WriteEndArray();
    }

    private static void WriteNumber(double number, Utf8JsonWriter output)
    {
        if (double.IsNaN(number))
            throw new NoJsonException("must be a number");
        if (double.IsInfinity(number))
            output.WriteRawValue(number > 0 ? Infinite : $"-{Infinite}", skipInputValidation: true);
        else
            output.WriteNumberValue(number);
    }

    private static ReadOnlySpan<byte> TextOf(ref MessagePackReader input)
    {
        if (!input.TryReadStringSpan(out var text))
            text = input.ReadStringSequence()!.Value.ToArray();
        return Utf8.IsValid(text) ? text : throw new NoJsonException("holds text that is no UTF-8");
    }

    private static void DemandDepth(int depth)
    {
        if (depth > Depth)
            throw new NoJsonException("nests too deeply");
    }
}
