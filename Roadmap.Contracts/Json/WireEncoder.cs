using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Roadmap.Contracts.Json;

/// <summary>
/// Escapes what JSON needs (RFC 8259, section 7: the quotation mark, the backslash, the control characters) and nothing else. The
/// framework's most relaxed encoder still escapes everything beyond the basic plane, and some more.
/// </summary>
public sealed class WireEncoder : JavaScriptEncoder
{
    private const int MaxEscape = 6;
    private const string Controls =
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f";

    private static readonly SearchValues<char> s_escaped = SearchValues.Create($"\"\\{Controls}");
    private static readonly SearchValues<byte> s_escapedBytes = SearchValues.Create(Encoding.UTF8.GetBytes($"\"\\{Controls}"));

    private WireEncoder() { }

    public static WireEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => MaxEscape;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var span = new ReadOnlySpan<char>(text, textLength);
        var escaped = span.IndexOfAny(s_escaped);
        var broken = IndexOfLoneSurrogate(escaped < 0 ? span : span[..escaped]);
        return broken < 0 ? escaped : broken;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        Utf8.IsValid(utf8Text) ? utf8Text.IndexOfAny(s_escapedBytes) : base.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var output = new Span<char>(buffer, bufferLength);
        var shortForm = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ => null,
        };
        if (shortForm is not null)
        {
            numberOfCharactersWritten = shortForm.Length;
            return shortForm.TryCopyTo(output);
        }

        // What is left is a control character, or the replacement of what is no valid text.
        return WillEncode(unicodeScalar)
            ? output.TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten)
            : new Rune(unicodeScalar).TryEncodeToUtf16(output, out numberOfCharactersWritten);
    }

    private static int IndexOfLoneSurrogate(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (text[at..].IndexOfAnyInRange('\ud800', '\udfff') is >= 0 and var found)
        {
            at += found;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return at;
            at += 2;
        }

        return -1;
    }
}
