using System.CommandLine;
using System.CommandLine.Help;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Commands;

/// <summary>All commands.</summary>
internal static class RoadmapCommand
{
    public const string Name = "roadmap";

    public static IReadOnlyList<string> Examples { get; } =
    [
        "roadmap generate \"Become a backend engineer\" --hours 10",
        "roadmap list --watch",
        "roadmap watch import-1 --json | jq .percentage",
        "roadmap run --title \"Nightly import\" -- ./import.sh",
    ];

    public static IReadOnlyList<string> Notes { get; } =
    [
        "Exit codes:",
        "  0    completed",
        "  1    failed or cancelled; or the server refused it",
        "  2    the command line is wrong",
        "  3    the server cannot be reached",
        "  130  interrupted (Ctrl+C)",
        "  run ends with its command's own exit code",
        "",
        "Environment:",
        "  ROADMAP_URL            the server",
        "  ROADMAP_TOKEN          your access token",
        "  ROADMAP_TOKEN_COMMAND  what writes your access token, where there is no ROADMAP_TOKEN",
        "  NO_COLOR               when it is set, nothing is coloured",
    ];

    public static RootCommand Create(ServerOptions server, Output output, Interrupts interrupts)
    {
        var root = new RootCommand("Makes roadmaps, and watches and reports tasks, live.")
        {
            server.Url,
            server.Token,
            server.TokenCommand,
            new GenerateCommand(server, output),
            new WatchCommand(server, output),
            new ListCommand(server, output),
            new ShowCommand(server, output),
            new ApproveCommand(server, output),
            new RejectCommand(server, output),
            new CancelCommand(server, output),
            new RetryCommand(server, output),
            new ShareCommand(server, output),
            new ReportCommand(server, output),
            new RunCommand(server, output, interrupts),
            new CompletionCommand(output),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        // Not /? and /h, which a shell takes for files.
        help.Aliases.Clear();
        help.Aliases.Add("-h");
        var action = new HelpWithExamples((HelpAction)help.Action!);
        help.Action = action;
        // Without a command: what there is.
        root.SetAction(parsed =>
        {
            action.Invoke(parsed);
            return ExitCodes.Usage;
        });
        return root;
    }
}
