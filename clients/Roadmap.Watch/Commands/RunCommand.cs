using System.CommandLine;
using System.ComponentModel;
using Roadmap.Contracts;
using Roadmap.Watch.Running;
using Roadmap.Watch.Server;
using Roadmap.Watch.Words;

namespace Roadmap.Watch.Commands;

/// <summary>Runs a command as a task that others can watch, and cancel.</summary>
internal sealed class RunCommand : ToolCommand
{
    private const int Interrupt = 2;
    private const int AccessDenied = 13;

    private readonly ServerOptions _server;
    private readonly Output _output;
    private readonly Interrupts _interrupts;
    private readonly Argument<string[]> _command = new("command")
    {
        Description = "The command, behind --.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _title = new("--title")
    {
        Description = "What it is called. Without it: the command.",
        HelpName = "text",
    };

    private readonly Option<string> _kind = TaskArgument.CreateKindOption("Of which kind. Without it: command.");
    private readonly Option<string> _owner = new("--owner") { Description = "Whose it is.", HelpName = "user" };
    private readonly Option<string> _taskId = TaskArgument.CreateOption();
    private readonly Option<double> _killAfter = new("--kill-after")
    {
        Description = "Seconds from SIGTERM to SIGKILL, when somebody cancels the task.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 10,
    };

    public RunCommand(ServerOptions server, Output output, Interrupts interrupts)
        : base("run", "Runs a command as a task: 42%, 3/10 and progress bars in its output become the task's progress.")
    {
        (_server, _output, _interrupts) = (server, output, interrupts);
        Add(_command);
        foreach (var option in new Option[] { _title, _kind, _owner, _taskId, _killAfter })
            Add(option);
        _killAfter.Validators.Add(option =>
        {
            if (option.Tokens.Count == 1 && double.TryParse(option.Tokens[0].Value, out var seconds) && seconds is not (>= 0 and <= 86_400))
                option.AddError("--kill-after must be 0 to 86,400 seconds.");
        });
        SetAction((parsed, _) => RunAsync(parsed));
    }

    public override IReadOnlyList<string> Examples =>
    [
        "roadmap run --title \"Nightly import\" -- ./import.sh",
        "roadmap run --kind training -- python3 train.py --epochs 3",
        "roadmap run -- bash -c 'for i in 1 2 3; do echo $i/3; sleep 1; done'",
    ];

    public override IReadOnlyList<string> Notes =>
    [
        "The output goes through as it is. It ends with the command's own exit code: 0 completes the task,",
        "and every other one fails it, with the last line that was written as an error. When somebody",
        "cancels the task, the command gets SIGTERM, and later SIGKILL. Without a server it runs all the same.",
    ];

    private async Task<int> RunAsync(ParseResult parsed)
    {
        var command = parsed.GetRequiredValue(_command);
        await using var client = _server.Connect(parsed);
        var task = new CreateTaskBody
        {
            TaskId = parsed.GetValue(_taskId) ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(),
            Kind = parsed.GetValue(_kind) ?? "command",
            Title = Printable.Line(parsed.GetValue(_title) ?? string.Join(' ', command), ContractLimits.TitleLength - 1),
            Owner = parsed.GetValue(_owner),
        };
        if (!Console.IsErrorRedirected)
            Output.Remark($"task {task.TaskId}");
        await using var report = new TaskReport(client, task);
        try
        {
            using var child = ChildCommand.Start(command, _output, report.Progress);
            return await FollowAsync(child, report, TimeSpan.FromSeconds(parsed.GetValue(_killAfter)), Printable.Line(command[0]));
        }
        catch (Win32Exception e)
        {
            // Its own words tell of this program's folder, too.
            var why = $"{Printable.Line(command[0])} cannot be started: "
                + (e.NativeErrorCode == 0 ? e.Message : new Win32Exception(e.NativeErrorCode).Message);
            Output.Remark(why);
            await report.EndAsync((reporter, cancellationToken) => reporter.FailAsync(why, TaskReport.Step, cancellationToken));
            return e.NativeErrorCode == AccessDenied ? ExitCodes.CommandNotExecutable : ExitCodes.CommandNotFound;
        }
    }

    private async Task<int> FollowAsync(ChildCommand child, TaskReport report, TimeSpan killAfter, string name)
    {
        using var cancelling = report.CancelRequested.Register(() =>
        {
            Output.Remark("somebody has cancelled the task");
            child.AskToEnd(killAfter);
        });
        // Ctrl+C at a terminal is the command's to hear, and it has heard it.
        _interrupts.Heard = number =>
        {
            if (number != Interrupt || Console.IsInputRedirected)
                child.AskToEnd(killAfter);
        };
        var code = await child.EndedAsync();
        if (code != 0)
            await PendingSignals.HeardAsync();
        var isCancelled = child.IsAskedToEnd || (_interrupts.Asked.IsCancellationRequested && code != 0);
        if (isCancelled)
        {
            var reason = report.CancelRequested.IsCancellationRequested ? null : "The command was interrupted.";
            await report.EndAsync((reporter, cancellationToken) => reporter.CancelledAsync(reason, cancellationToken));
        }
        else if (code == 0)
        {
            await report.EndAsync((reporter, cancellationToken) => reporter.CompleteAsync(cancellationToken: cancellationToken));
        }
        else
        {
            var said = Printable.Line(child.LastError);
            var why = $"{name} ended with exit code {code}" + (said.Length > 0 ? $": {said}" : ".");
            await report.EndAsync((reporter, cancellationToken) => reporter.FailAsync(why, TaskReport.Step, cancellationToken));
        }

        // What was cancelled is not done, also when the command says nothing of it.
        return isCancelled && code == 0 ? ExitCodes.Failed : code;
    }
}
