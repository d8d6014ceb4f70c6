using System.Text.Json;
using Roadmap.Contracts;

namespace Roadmap.Api.Reporting;

/// <summary>
/// How many bytes a piece of JSON takes once it is stored: without white space, and with its text in UTF-8, escaped only where JSON needs
/// it. So it does not matter how a worker writes: <c>json.dumps</c> of Python makes six bytes of each Chinese character, which are three.
/// </summary>
internal static class StoredSize
{
    private const int EscapeBytes = 6;

    /// <param name="json">Right JSON.</param>
    public static int Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ContractLimits.JsonDepth });
        var size = 0;
        var isFirst = true;
        while (reader.Read())
        {
            var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (!isFirst && !isEnd)
                size += ",".Length;
            size += reader.TokenType switch
            {
                JsonTokenType.String => TextBytes(ref reader),
                JsonTokenType.PropertyName => TextBytes(ref reader) + ":".Length,
                _ => reader.ValueSpan.Length,
            };
            isFirst = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
        }

        return size;
    }

    private static int TextBytes(ref Utf8JsonReader reader) =>
        "\"\"".Length + (reader.ValueIsEscaped ? UnescapedBytes(reader.ValueSpan) : reader.ValueSpan.Length);

    private static int UnescapedBytes(ReadOnlySpan<byte> text)
    {
        var size = 0;
        while (text.IndexOf((byte)'\\') is >= 0 and var escape)
        {
            size += escape;
            text = text[escape..];
            if (text[1] == 'u')
            {
                size += BytesOf(Convert.ToInt32(System.Text.Encoding.ASCII.GetString(text.Slice(2, 4)), 16));
                text = text[EscapeBytes..];
            }
            else
            {
                // Of what has a short escape, only the slash does not need it.
                size += text[1] == '/' ? 1 : 2;
                text = text[2..];
            }
        }

        return size + text.Length;
    }

    /// <summary>Of one UTF-16 unit; half of a pair is half of four bytes.</summary>
    private static int BytesOf(int unit) => unit switch
    {
        '"' or '\\' or '\b' or '\f' or '\n' or '\r' or '\t' => 2,
        < 0x20 => EscapeBytes,
        < 0x80 => 1,
        < 0x800 => 2,
        >= 0xD800 and <= 0xDFFF => 2,
        _ => 3,
    };
}
