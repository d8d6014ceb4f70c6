using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Server;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Following;

/// <summary>A line of JSON for each message, as <c>docs/protocol.md</c> has it.</summary>
internal sealed class JsonOutput(Output output) : ITaskOutput
{
    private readonly ConnectionRemarks _remarks = new();

    public void Show(ITaskMessage message, TaskSnapshot? task)
    {
        output.Line(JsonLines.Of(message));
        output.Writer.Flush();
    }

    public void ShowConnection(TaskWatchState state) => _remarks.Note(state);

    public void ShowLoss() => Output.Remark("some events can no longer be had; the task as it is follows");
}
