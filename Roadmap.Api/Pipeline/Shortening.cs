using System.Text;

namespace Roadmap.Api.Pipeline;

/// <summary>How texts are cut that are too long. None is cut within what people see as one character's code point.</summary>
internal static class Shortening
{
    /// <summary>At most so many UTF-16 units, of which the last is an ellipsis when something was left out.</summary>
    public static string Truncated(this string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return $"{text.AsSpan(0, end).TrimEnd()}…";
    }

    /// <summary>The first characters, counted as people count them, and no word of what was left out.</summary>
    public static string FirstCharacters(this string text, int characters)
    {
        if (text.Length <= characters)
            return text;

        var kept = new StringBuilder();
        foreach (var character in text.EnumerateRunes().Take(characters))
            kept.Append(character);
        return kept.ToString();
    }
}
