using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Words;
using Spectre.Console;

namespace Roadmap.Watch.Following;

/// <summary>What is known of a task at one moment, for people.</summary>
/// <param name="Task">Null before anything is known.</param>
/// <param name="Detail">The last small thing that happened.</param>
/// <param name="Elapsed">Since the task was made.</param>
/// <param name="Left">Null when it cannot be known.</param>
/// <param name="Connection">How the connection stands.</param>
/// <param name="RetryIn">Until the next try to connect.</param>
internal sealed record TaskSight(
    TaskSnapshot? Task, string? Detail, TimeSpan Elapsed, TimeSpan? Left, TaskWatchPhase Connection, TimeSpan RetryIn);

/// <summary>A task in a few rows: what it is, how far the whole, the step and the concepts are, and how the connection stands.</summary>
internal static class TaskPanel
{
    private const int LabelWidth = 10;
    private const int NarrowLabelWidth = 9;
    private const int WidestBar = 60;

    public static IReadOnlyList<Line> Rows(TaskSight sight, Terminal terminal)
    {
        if (sight.Task is not { } task)
            return [Connection(sight, terminal)];
        List<Line> rows = [new(), Title(task), .. State(task, sight, terminal), .. Bars(task, terminal)];
        if (TaskWords.WaitsForReview(task))
            rows.Add(new Line().Add("roadmap approve, or roadmap reject", Palette.Person));
        else if (sight.Detail is { Length: > 0 } detail && !task.HasEnded())
            rows.Add(new Line().Add(detail, Palette.Quiet));
        if (sight.Connection != TaskWatchPhase.Live && !task.HasEnded())
            rows.Add(Connection(sight, terminal));
        return rows;
    }

    private static Line Title(TaskSnapshot task)
    {
        var line = new Line().Add(TaskWords.Title(task), Palette.Title);
        return task.Attempt > 1 ? line.Add($"  attempt {task.Attempt}", Palette.Quiet) : line;
    }

    private static IEnumerable<Line> State(TaskSnapshot task, TaskSight sight, Terminal terminal)
    {
        var doing = new Line().Add(TaskWords.Doing(task), Palette.Of(task.Status));
        var times = task.HasEnded() ? $"took {Spans.Clock(sight.Elapsed)}"
            : sight.Left is { } left ? $"{Spans.Clock(sight.Elapsed)} elapsed, {Spans.About(left)} left"
            : $"{Spans.Clock(sight.Elapsed)} elapsed";
        return doing.Width + times.Length + 3 <= terminal.Width
            ? [doing.Add(terminal.IsUnicode ? " · " : " - ", Palette.Quiet).Add(times, Palette.Quiet)]
            : [doing, new Line().Add(times, Palette.Quiet)];
    }

    private static IEnumerable<Line> Bars(TaskSnapshot task, Terminal terminal)
    {
        var style = Palette.Of(task.Status);
        var bars = new List<(string Label, Action<Line, int> Draw, string Value)>
        {
            ("whole", (line, width) => line.AddBar(width, task.Percentage / 100, style, terminal.IsUnicode),
                $"{Math.Floor(task.Percentage):0} %"),
        };
        if (task.Kind == TaskKinds.RoadmapGeneration && PlaceOf(task) is > 0 and var place)
        {
            bars.Add(("step", (line, width) => line.AddSteps(width, place, TaskWords.Steps, style, terminal.IsUnicode),
                $"{place} of {TaskWords.Steps}"));
        }

        if (task.Concepts is { Total: > 0 } concepts)
        {
            bars.Add(("concepts",
                (line, width) => line.AddBar(width, (double)concepts.Completed / concepts.Total, style, terminal.IsUnicode),
                $"{concepts.Completed} of {concepts.Total}" + (concepts.Failed > 0 ? $", {concepts.Failed} failed" : "")));
        }

        var labelWidth = terminal.IsNarrow ? NarrowLabelWidth : LabelWidth;
        var valueWidth = bars.Max(bar => bar.Value.Length) + 1;
        var barWidth = Math.Clamp(terminal.Width - labelWidth - valueWidth, 4, WidestBar);
        foreach (var (label, draw, value) in bars)
        {
            var line = new Line().Add(label, Palette.Quiet).PadTo(labelWidth);
            draw(line, barWidth);
            yield return line.Add(" ").Add(value, Style.Plain);
        }
    }

    /// <summary>Who has ended well has come the whole way.</summary>
    private static int PlaceOf(TaskSnapshot task) =>
        task.Status == TaskRunStatus.Completed ? TaskWords.Steps : TaskWords.PlaceOf(task.CurrentStep);

    private static Line Connection(TaskSight sight, Terminal terminal) => sight.Connection switch
    {
        TaskWatchPhase.Waiting => new Line().Add(
            terminal.IsNarrow
                ? $"Connection lost, again in {Math.Ceiling(sight.RetryIn.TotalSeconds):0} s"
                : $"The connection is lost; the next try is in {Math.Ceiling(sight.RetryIn.TotalSeconds):0} s", Palette.Bad),
        TaskWatchPhase.Live => new Line(),
        _ => new Line().Add("Connecting…", Palette.Quiet),
    };
}
