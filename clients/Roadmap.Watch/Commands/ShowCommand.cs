using System.CommandLine;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Plans;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Server;
using Roadmap.Watch.Words;
using Spectre.Console;

namespace Roadmap.Watch.Commands;

/// <summary>Shows a roadmap.</summary>
internal sealed class ShowCommand : ToolCommand
{
    private const int WidthOfPipe = 1_000;

    private readonly ServerOptions _server;
    private readonly Output _output;
    private readonly Argument<string> _roadmap = new("roadmap") { Description = "The roadmap's id, or that of the task that made it." };
    private readonly Option<bool> _markdown = new("--markdown") { Description = "As Markdown, with all that is made for it." };
    private readonly Option<bool> _json = new("--json") { Description = "As JSON, in one line." };

    public ShowCommand(ServerOptions server, Output output)
        : base("show", "Shows a roadmap: its stages, modules and concepts.")
    {
        (_server, _output) = (server, output);
        Add(_roadmap);
        Add(_markdown);
        Add(_json);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples => ["roadmap show my-roadmap", "roadmap show my-roadmap --markdown > my-roadmap.md"];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var client = _server.Connect(parsed);
        var roadmap = await FindAsync(client, parsed.GetRequiredValue(_roadmap), cancellationToken);
        if (parsed.GetValue(_markdown))
        {
            await _output.Writer.WriteAsync(PlanMarkdown.Of(roadmap));
        }
        else if (parsed.GetValue(_json))
        {
            _output.Line(JsonLines.Of(roadmap));
        }
        else if (Output.IsTerminal)
        {
            using var terminal = new Terminal(_output);
            terminal.Console.Write(PlanView.Of(roadmap, terminal.Width));
        }
        else
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(_output.Writer),
            });
            console.Profile.Width = WidthOfPipe;
            console.Write(PlanView.Of(roadmap, WidthOfPipe));
        }

        return ExitCodes.Completed;
    }

    private static async Task<RoadmapDocument> FindAsync(RoadmapClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetRoadmapAsync(id, cancellationToken);
        }
        catch (RoadmapException e) when (e.Code == ErrorCodes.RoadmapNotFound)
        {
            if (await RoadmapOfTaskAsync(client, id, cancellationToken) is not { } made)
                throw;
            return await client.GetRoadmapAsync(made, cancellationToken);
        }
    }

    /// <summary>Null when there is no such task, or it has none.</summary>
    private static async Task<string?> RoadmapOfTaskAsync(RoadmapClient client, string taskId, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetTaskAsync(taskId, cancellationToken)).RoadmapId;
        }
        catch (RoadmapException e) when (e.Code is ErrorCodes.TaskNotFound or ErrorCodes.InvalidRequest or ErrorCodes.NotFound)
        {
            return null;
        }
    }
}
