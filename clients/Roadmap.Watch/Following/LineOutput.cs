using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Server;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Following;

/// <summary>A plain line for each event, for logs and for other programs.</summary>
internal sealed class LineOutput(Output output) : ITaskOutput
{
    private readonly ConnectionRemarks _remarks = new();
    private double _percentage;

    public void Show(ITaskMessage message, TaskSnapshot? task)
    {
        _percentage = task?.Percentage ?? message switch
        {
            ProgressEvent { Percentage: { } percentage } => percentage,
            CompletedEvent => 100,
            RetryStartedEvent => 0,
            _ => _percentage,
        };
        output.Line(message switch
        {
            TaskSnapshot now => LineOf(now.UpdatedAt, $"{TaskWords.Title(now)}: {TaskWords.Doing(now)}{Because(now)}"),
            TaskEvent happened => LineOf(happened.Timestamp, EventWords.Of(happened)),
            _ => "",
        });
        output.Writer.Flush();
    }

    public void ShowConnection(TaskWatchState state) => _remarks.Note(state);

    public void ShowLoss() => Output.Remark("some events can no longer be had; the task as it is follows");

    private static string Because(TaskSnapshot task) => task.Error is { } error ? $": {Printable.Line(error)}" : "";

    private string LineOf(DateTimeOffset at, string text) => $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} {Math.Floor(_percentage),3:0}% {text}";
}
