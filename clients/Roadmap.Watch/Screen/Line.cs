using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Roadmap.Watch.Screen;

/// <summary>One row of the terminal, of parts with styles of their own. What does not fit is cut.</summary>
internal sealed class Line
{
    private readonly List<(string Text, Style Style)> _parts = [];

    /// <summary>Columns: letters of some scripts take two.</summary>
    public int Width { get; private set; }

    /// <param name="text">Without line ends: what others wrote has gone through <see cref="Words.Printable"/>.</param>
    /// <param name="style">Absent: the terminal's own.</param>
    public Line Add(string text, Style? style = null)
    {
        _parts.Add((text, style ?? Style.Plain));
        Width += text.GetCellWidth();
        return this;
    }

    /// <summary>Fills up to a column.</summary>
    public Line PadTo(int column) => Width < column ? Add(new string(' ', column - Width)) : this;

    /// <summary>The same in at most so many columns.</summary>
    public Line Fit(int width)
    {
        if (Width <= width)
            return this;
        var fitting = new Line();
        foreach (var (text, style) in _parts)
        {
            var part = Cut(text, width - 1 - fitting.Width);
            fitting.Add(part, style);
            if (part.Length < text.Length)
                return fitting.Add("…", style);
        }

        return fitting;
    }

    public IRenderable Render()
    {
        var paragraph = new Paragraph { Overflow = Overflow.Crop };
        foreach (var (text, style) in _parts)
            paragraph.Append(text, style);
        return paragraph;
    }

    /// <summary>As much of a text's begin as fits, in whole letters.</summary>
    private static string Cut(string text, int width)
    {
        var end = 0;
        var letters = StringInfo.GetTextElementEnumerator(text);
        while (letters.MoveNext())
        {
            var letter = letters.GetTextElement();
            width -= letter.GetCellWidth();
            if (width < 0)
                break;
            end += letter.Length;
        }

        return text[..end];
    }
}
