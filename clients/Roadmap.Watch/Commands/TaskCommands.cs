using System.CommandLine;
using Roadmap.Client;
using Roadmap.Watch.Server;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Commands;

/// <summary>A command that asks one thing of one task, and says what the server answered.</summary>
internal abstract class TaskCommand : ToolCommand
{
    private readonly ServerOptions _server;
    private readonly Output _output;
    private readonly Argument<string> _task = TaskArgument.Create();

    protected TaskCommand(string name, string description, ServerOptions server, Output output)
        : base(name, description)
    {
        (_server, _output) = (server, output);
        Add(_task);
        SetAction(RunAsync);
    }

    /// <returns>The server's answer, for people.</returns>
    protected abstract Task<string> AskAsync(RoadmapClient client, string taskId, ParseResult parsed, CancellationToken cancellationToken);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var client = _server.Connect(parsed);
        _output.Line(Printable.Whole(await AskAsync(client, parsed.GetRequiredValue(_task), parsed, cancellationToken)));
        return ExitCodes.Completed;
    }
}

/// <summary>Approves a plan.</summary>
internal sealed class ApproveCommand(ServerOptions server, Output output)
    : TaskCommand("approve", "Approves the plan that waits for a review: its content is made.", server, output)
{
    public override IReadOnlyList<string> Examples => ["roadmap approve my-roadmap"];

    protected override async Task<string> AskAsync(
        RoadmapClient client, string taskId, ParseResult parsed, CancellationToken cancellationToken) =>
        (await client.ReviewAsync(taskId, approved: true, cancellationToken: cancellationToken)).Message;
}

/// <summary>Sends a plan back.</summary>
internal sealed class RejectCommand : TaskCommand
{
    private readonly Option<string> _feedback = new("--feedback", "-f")
    {
        Description = "What should be different.",
        HelpName = "text",
        Required = true,
    };

    public RejectCommand(ServerOptions server, Output output)
        : base("reject", "Sends the plan that waits for a review back, with what should be different.", server, output) => Add(_feedback);

    public override IReadOnlyList<string> Examples => ["roadmap reject my-roadmap --feedback \"Shorter, and leave out Docker\""];

    protected override async Task<string> AskAsync(
        RoadmapClient client, string taskId, ParseResult parsed, CancellationToken cancellationToken) =>
        (await client.ReviewAsync(taskId, approved: false, parsed.GetValue(_feedback), cancellationToken)).Message;
}

/// <summary>Asks for a task to be called off.</summary>
internal sealed class CancelCommand(ServerOptions server, Output output)
    : TaskCommand("cancel", "Asks for a task to be called off.", server, output)
{
    public override IReadOnlyList<string> Examples => ["roadmap cancel import-1"];

    protected override async Task<string> AskAsync(
        RoadmapClient client, string taskId, ParseResult parsed, CancellationToken cancellationToken) =>
        (await client.CancelAsync(taskId, cancellationToken)).Message;
}

/// <summary>Begins the next attempt.</summary>
internal sealed class RetryCommand(ServerOptions server, Output output)
    : TaskCommand("retry", "Begins the next attempt of a roadmap that failed, was cancelled or is not whole. What is there stays.",
        server, output)
{
    public override IReadOnlyList<string> Examples => ["roadmap retry my-roadmap && roadmap watch my-roadmap"];

    protected override async Task<string> AskAsync(
        RoadmapClient client, string taskId, ParseResult parsed, CancellationToken cancellationToken) =>
        (await client.RetryAsync(taskId, cancellationToken)).Message;
}
