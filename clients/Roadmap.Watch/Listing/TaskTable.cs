using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Words;
using Spectre.Console;

namespace Roadmap.Watch.Listing;

/// <summary>Tasks, one a row; in a narrow window one in two rows.</summary>
internal static class TaskTable
{
    private const int StatusWidth = 11;
    private const int PercentageWidth = 7;
    private const int AgoWidth = 12;
    private const int AgoFrom = 96;
    private const int LongestId = 36;
    private const int WholeRowFrom = 72;

    /// <summary>What a list says of a task.</summary>
    public static ListedTask Of(TaskSnapshot task) => new(
        task.TaskId, task.Kind, task.Title, task.Owner, task.Status, task.CurrentStep, task.Percentage, task.Attempt, task.CreatedAt,
        task.UpdatedAt, task.Epoch, task.Seq);

    public static IReadOnlyList<Line> Rows(IReadOnlyList<ListedTask> tasks, int width, DateTimeOffset now)
    {
        if (tasks.Count == 0)
            return [new Line().Add("There are no tasks.", Palette.Quiet)];
        if (width < WholeRowFrom)
            return [.. tasks.SelectMany(TwoRows).Select(row => row.Fit(width))];
        var idWidth = Math.Clamp(tasks.Max(task => task.TaskId.Length), 4, LongestId) + 2;
        var agoWidth = width < AgoFrom ? 0 : AgoWidth;
        return [Heading(idWidth, agoWidth), .. tasks.Select(task => OneRow(task, idWidth, agoWidth, now).Fit(width))];
    }

    private static Line Heading(int idWidth, int agoWidth) => new Line()
        .Add("task", Palette.Quiet).PadTo(idWidth)
        .Add("status", Palette.Quiet).PadTo(idWidth + StatusWidth)
        .Add("    %", Palette.Quiet).PadTo(idWidth + StatusWidth + PercentageWidth)
        .Add(agoWidth > 0 ? "changed" : "", Palette.Quiet).PadTo(idWidth + StatusWidth + PercentageWidth + agoWidth)
        .Add("title", Palette.Quiet);

    private static Line OneRow(ListedTask task, int idWidth, int agoWidth, DateTimeOffset now) => new Line()
        .Add(task.TaskId).Fit(idWidth - 1).PadTo(idWidth)
        .Add(TaskWords.Status(task.Status), Palette.Of(task.Status)).PadTo(idWidth + StatusWidth)
        .Add($"{Math.Floor(task.Percentage),3:0} %").PadTo(idWidth + StatusWidth + PercentageWidth)
        .Add(agoWidth > 0 ? Spans.Ago(now - task.UpdatedAt) : "", Palette.Quiet)
        .PadTo(idWidth + StatusWidth + PercentageWidth + agoWidth)
        .Add(TitleOf(task));

    private static IEnumerable<Line> TwoRows(ListedTask task) =>
    [
        new Line().Add(task.TaskId, Palette.Quiet),
        new Line()
            .Add($"  {TaskWords.Status(task.Status)}", Palette.Of(task.Status))
            .Add(task.Status == TaskRunStatus.Completed ? " " : $" {Math.Floor(task.Percentage):0} % ")
            .Add(TitleOf(task), Palette.Title),
    ];

    private static string TitleOf(ListedTask task) =>
        Printable.Line(task.Title) is { Length: > 0 } title ? title : Printable.Line(task.Kind.Replace('_', ' '));
}
