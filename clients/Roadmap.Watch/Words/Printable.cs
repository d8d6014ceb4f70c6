using System.Globalization;
using System.Text;

namespace Roadmap.Watch.Words;

/// <summary>
/// What others wrote, as one line that a terminal can be given. A title may hold escape sequences, which would move the cursor, colour the
/// screen or rename the window, and marks that turn the direction of what follows.
/// </summary>
internal static class Printable
{
    private const int Most = 600;

    /// <param name="text">What others wrote.</param>
    /// <param name="most">Characters after which it is cut.</param>
    public static string Line(string? text, int most = Most)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var line = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= most)
                return line.Append('…').ToString();
            Append(line, rune);
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The same, however long it is: an address that is cut leads nowhere.</summary>
    public static string Whole(string? text) => Line(text, int.MaxValue);

    private static void Append(StringBuilder line, Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.Control when !Rune.IsWhiteSpace(rune):
                line.Append('\uFFFD');
                break;
            case UnicodeCategory.Format when IsDirection(rune.Value):
                break;
            case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                // Line ends and tabs are one space, however many there are.
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
                break;
            default:
                line.Append(rune.ToString());
                break;
        }
    }

    private static bool IsDirection(int rune) =>
        rune is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
