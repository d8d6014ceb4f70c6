using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using MessagePack;

namespace Roadmap.Contracts.Packed;

/// <summary>Writes JSON as MessagePack: the same members in the same order, text as text.</summary>
internal static class JsonToPack
{
    /// <summary>As deep as a JSON reader goes.</summary>
    private const int Depth = 64;

    [ThreadStatic]
    private static List<int>? t_sizes;

    /// <param name="json">One whole value.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ReadOnlySpan<byte> json, ref MessagePackWriter output)
    {
        // MessagePack says before a map or an array how much it holds.
        var sizes = t_sizes ??= [];
        Measure(json, sizes);
        var reader = new Utf8JsonReader(json);
        for (var container = 0; reader.Read();)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    output.WriteMapHeader(sizes[container++] / 2);
                    break;
                case JsonTokenType.StartArray:
                    output.WriteArrayHeader(sizes[container++]);
                    break;
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    WriteText(ref reader, ref output);
                    break;
                case JsonTokenType.Number:
                    WriteNumber(ref reader, ref output);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    output.Write(reader.TokenType == JsonTokenType.True);
                    break;
                case JsonTokenType.Null:
                    output.WriteNil();
                    break;
            }
        }
    }

    /// <summary>
    /// How many tokens each object and array holds, as they begin one after the other. An object's are its names and its values.
    /// </summary>
    private static void Measure(ReadOnlySpan<byte> json, List<int> sizes)
    {
        sizes.Clear();
        Span<int> open = stackalloc int[Depth];
        var depth = 0;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                depth--;
                continue;
            }

            if (depth > 0)
                CollectionsMarshal.AsSpan(sizes)[open[depth - 1]]++;
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                continue;
            open[depth++] = sizes.Count;
            sizes.Add(0);
        }
    }

    private static void WriteText(ref Utf8JsonReader reader, ref MessagePackWriter output)
    {
        if (!reader.ValueIsEscaped)
        {
            output.WriteString(reader.ValueSpan);
            return;
        }

        // Without its escapes it is shorter.
        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            output.WriteString(text.AsSpan(0, reader.CopyString(text)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static void WriteNumber(ref Utf8JsonReader reader, ref MessagePackWriter output)
    {
        if (reader.TryGetInt64(out var whole))
            output.Write(whole);
        else if (reader.TryGetUInt64(out var large))
            output.Write(large);
        else
            output.Write(reader.GetDouble());
    }
}
