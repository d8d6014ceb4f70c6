using System.CommandLine;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Commands;

/// <summary>Reports one event of a task, for scripts that know best how far they are.</summary>
internal sealed class ReportCommand : ToolCommand
{
    private const string UsualStep = "running";

    private readonly ServerOptions _server;
    private readonly Output _output;
    private readonly Argument<string> _task = TaskArgument.Create();

    private readonly Option<double?> _percentage = new("--percentage", "-p")
    {
        Description = "How far the whole is, 0 to 100.",
        HelpName = "number",
    };

    private readonly Option<string> _step = new("--step")
    {
        Description = $"What is worked on, such as load_rows. Without it: {UsualStep}.",
        HelpName = "word",
    };

    private readonly Option<string> _message = new("--message", "-m") { Description = "A line for people.", HelpName = "text" };
    private readonly Option<bool> _completed = new("--completed") { Description = "The work is done." };
    private readonly Option<string> _failed = new("--failed") { Description = "The work could not be done, and why.", HelpName = "why" };
    private readonly Option<bool> _cancelled = new("--cancelled") { Description = "The work was called off." };
    private readonly Option<bool> _create = new("--create") { Description = "Make the task first, if it is not there." };

    private readonly Option<string> _kind = TaskArgument.CreateKindOption("Of a task that is made. Without it: script.");

    private readonly Option<string> _title = new("--title") { Description = "Of a task that is made.", HelpName = "text" };

    public ReportCommand(ServerOptions server, Output output)
        : base("report", "Reports on a task: how far it is, or its end. Without options: that somebody still works on it.")
    {
        (_server, _output) = (server, output);
        Add(_task);
        foreach (var option in new Option[] { _percentage, _step, _message, _completed, _failed, _cancelled, _create, _kind, _title })
            Add(option);
        Validators.Add(command =>
        {
            var ends = new Option[] { _completed, _failed, _cancelled }.Count(end => command.GetResult(end) is { Implicit: false });
            if (ends > 1)
                command.AddError("Only one of --completed, --failed and --cancelled can be the end.");
            if (ends == 1 && command.GetResult(_percentage) is { Implicit: false })
                command.AddError("An end has no --percentage.");
            if (command.GetResult(_create) is null or { Implicit: true }
                && (command.GetResult(_kind) ?? command.GetResult(_title)) is not null)
                command.AddError("--kind and --title are for a task that is made: add --create.");
        });
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "roadmap report import-1 --create --kind import --title \"Nightly import\"",
        "roadmap report import-1 --step load_rows --percentage 40 --message \"400 of 1,000 rows\"",
        "roadmap report import-1 --failed \"The disk is full\"",
        "[ \"$(roadmap report import-1 -p 50)\" = cancel_requested ] && exit 1",
    ];

    public override IReadOnlyList<string> Notes =>
        ["It prints cancel_requested when somebody wants the work called off, and else nothing."];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var client = _server.Connect(parsed);
        var taskId = parsed.GetRequiredValue(_task);
        if (parsed.GetValue(_create))
            await CreateAsync(client, taskId, parsed, cancellationToken);
        ReportedEvent[] events = EventOf(parsed) is { } happened ? [new ReportedEvent(happened)] : [];
        var reply = await client.ReportAsync(taskId, events, cancellationToken);
        if (reply.CancelRequested && !events.Any(reported => TaskEventTypes.IsTerminal(reported.Event.Type)))
            _output.Line("cancel_requested");
        return ExitCodes.Completed;
    }

    /// <summary>A task of another title that is there already is the same for a script that begins anew.</summary>
    private async Task CreateAsync(RoadmapClient client, string taskId, ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateTaskAsync(
                new CreateTaskBody { TaskId = taskId, Kind = parsed.GetValue(_kind) ?? "script", Title = parsed.GetValue(_title) },
                cancellationToken);
        }
        catch (RoadmapException e) when (e.Code == ErrorCodes.Conflict)
        {
            // What is reported says whether it can still be reported on.
        }
    }

    private TaskEvent? EventOf(ParseResult parsed)
    {
        var message = parsed.GetValue(_message);
        if (parsed.GetValue(_completed))
            return new CompletedEvent { Message = message };
        if (parsed.GetValue(_failed) is { } why)
            return new FailedEvent { Error = why, Step = parsed.GetValue(_step), Message = message };
        if (parsed.GetValue(_cancelled))
            return new CancelledEvent { Reason = message };
        return (parsed.GetValue(_step), parsed.GetValue(_percentage), message) is (null, null, null)
            ? null
            : new ProgressEvent
            {
                Step = parsed.GetValue(_step) ?? UsualStep,
                Status = "processing",
                Percentage = parsed.GetValue(_percentage),
                Message = message,
            };
    }
}
