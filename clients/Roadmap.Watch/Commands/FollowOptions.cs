using System.CommandLine;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Watch.Following;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Commands;

/// <summary>How a task is followed: the options of all commands that do.</summary>
internal sealed class FollowOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "One event a line, as JSON." };
    private readonly Option<bool> _plain = new("--plain") { Description = "One event a line, as when the output goes into a pipe." };

    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "At a terminal: every event, and not only those that matter most.",
    };

    private readonly Option<int> _retryFor = new("--retry-for")
    {
        Description = "Seconds for which it tries to reach a server that has gone away.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 300,
    };

    public FollowOptions(Command command)
    {
        _retryFor.Validators.Add(option =>
        {
            if (option.Tokens.Count == 1 && int.TryParse(option.Tokens[0].Value, out var seconds) && seconds is < 0 or > 1_000_000)
                option.AddError("--retry-for must be 0 to 1,000,000 seconds.");
        });
        command.Add(_json);
        command.Add(_plain);
        command.Add(_verbose);
        command.Add(_retryFor);
    }

    /// <summary>Whether it is shown to somebody at a terminal.</summary>
    public bool IsForScreen(ParseResult parsed) => Output.IsTerminal && !parsed.GetValue(_json) && !parsed.GetValue(_plain);

    public TaskFollow Follow(RoadmapClient client, string taskId, ParseResult parsed, bool fromTheStart) =>
        new(client, taskId, TimeSpan.FromSeconds(parsed.GetValue(_retryFor))) { FromTheStart = fromTheStart };

    public TaskScreen OpenScreen(Terminal terminal, ParseResult parsed) => new(terminal, parsed.GetValue(_verbose));

    public ITaskOutput OpenLines(Output output, ParseResult parsed) =>
        parsed.GetValue(_json) ? new JsonOutput(output) : new LineOutput(output);

    /// <summary>What the program ends with.</summary>
    public static int ExitCodeOf(TaskSnapshot ended) => ended.Status == TaskRunStatus.Completed ? ExitCodes.Completed : ExitCodes.Failed;
}
