using Spectre.Console;

namespace Roadmap.Watch.Screen;

/// <summary>How far something is. What is done and what is left differ in form too, for terminals without colours.</summary>
internal static class Bar
{
    /// <summary>Adds a bar.</summary>
    /// <param name="line">What it is added to.</param>
    /// <param name="width">In columns.</param>
    /// <param name="share">0 to 1.</param>
    /// <param name="style">Of what is done.</param>
    /// <param name="isUnicode">Whether the terminal has more than ASCII.</param>
    public static Line AddBar(this Line line, int width, double share, Style style, bool isUnicode)
    {
        var halves = (int)Math.Floor(Math.Clamp(share, 0, 1) * width * 2);
        var (full, half) = (halves / 2, halves % 2);
        if (!isUnicode)
            return line.Add(new string('=', full), style).Add(new string('.', width - full), Palette.Quiet);
        return line
            .Add(new string('━', full) + (half > 0 ? "╸" : ""), style)
            .Add(new string('─', width - full - half), Palette.Quiet);
    }

    /// <summary>Adds one piece for each step: those before and the one that is worked on are done.</summary>
    public static Line AddSteps(this Line line, int width, int at, int steps, Style style, bool isUnicode)
    {
        var begin = line.Width;
        for (var step = 1; step <= steps; step++)
        {
            // Whole columns, so that all pieces together are as wide as a bar.
            var end = begin + (((width + 1) * step) / steps) - 1;
            var piece = end - line.Width;
            line.Add(
                new string(step <= at ? isUnicode ? '━' : '=' : isUnicode ? '─' : '.', Math.Max(0, piece)),
                step <= at ? style : Palette.Quiet);
            if (step < steps)
                line.Add(" ");
        }

        return line;
    }
}
