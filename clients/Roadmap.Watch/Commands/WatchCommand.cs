using System.CommandLine;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Commands;

/// <summary>Follows a task to its end.</summary>
internal sealed class WatchCommand : ToolCommand
{
    private readonly ServerOptions _server;
    private readonly Output _output;
    private readonly FollowOptions _follow;
    private readonly Argument<string> _task = TaskArgument.Create();
    private readonly Option<bool> _fromTheStart = new("--from-start") { Description = "Begin with the first event that is kept." };

    public WatchCommand(ServerOptions server, Output output)
        : base("watch", "Follows a task until it has ended, through lost connections and restarts of the server.")
    {
        (_server, _output) = (server, output);
        Add(_task);
        Add(_fromTheStart);
        _follow = new FollowOptions(this);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "roadmap watch import-1",
        "roadmap watch import-1 --from-start > import-1.log",
        "roadmap watch import-1 --json | jq -r 'select(.type == \"progress\") | .message'",
        "roadmap watch import-1 && ./publish.sh",
    ];

    public override IReadOnlyList<string> Notes =>
    [
        "Exit codes: 0 the task is completed, 1 it failed or was cancelled, or there is none,",
        "  2 wrong command line, 3 the server cannot be reached, 130 Ctrl+C (the task goes on).",
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var client = _server.Connect(parsed);
        var follow = _follow.Follow(client, parsed.GetRequiredValue(_task), parsed, parsed.GetValue(_fromTheStart));
        if (!_follow.IsForScreen(parsed))
            return FollowOptions.ExitCodeOf(await follow.RunAsync(_follow.OpenLines(_output, parsed), cancellationToken));
        using var terminal = new Terminal(_output);
        await using var screen = _follow.OpenScreen(terminal, parsed);
        return FollowOptions.ExitCodeOf(await follow.RunAsync(screen, cancellationToken));
    }
}
