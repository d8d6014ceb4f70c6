using Roadmap.Contracts;
using Roadmap.Watch.Words;
using Spectre.Console;

namespace Roadmap.Watch.Screen;

/// <summary>The colours: a terminal's own, so that they fit whatever background it has. Nothing is said by a colour alone.</summary>
internal static class Palette
{
    public static Style Title { get; } = new(decoration: Decoration.Bold);

    public static Style Quiet { get; } = new(Color.Grey);

    public static Style Good { get; } = new(Color.Green);

    public static Style Bad { get; } = new(Color.Red);

    public static Style Busy { get; } = new(Color.Blue);

    public static Style Person { get; } = new(Color.Yellow);

    public static Style Of(TaskRunStatus status) => status switch
    {
        TaskRunStatus.Completed => Good,
        TaskRunStatus.Failed or TaskRunStatus.Cancelled => Bad,
        TaskRunStatus.HumanReviewPending => Person,
        TaskRunStatus.Pending => Quiet,
        _ => Busy,
    };

    /// <summary>A sign for each tone, and its style.</summary>
    public static (string Sign, Style Style) Of(Tone tone, bool isUnicode) => tone switch
    {
        Tone.Good => (isUnicode ? "✓" : "+", Good),
        Tone.Bad => (isUnicode ? "✗" : "x", Bad),
        Tone.Person => (isUnicode ? "●" : "*", Person),
        Tone.Step => (isUnicode ? "▸" : ">", Busy),
        _ => (isUnicode ? "·" : "-", Quiet),
    };
}
