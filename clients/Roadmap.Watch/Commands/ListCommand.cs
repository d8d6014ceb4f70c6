using System.CommandLine;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Watch.Listing;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Server;

namespace Roadmap.Watch.Commands;

/// <summary>Lists tasks, once or as they change.</summary>
internal sealed class ListCommand : ToolCommand
{
    private static readonly TimeSpan s_redraw = TimeSpan.FromSeconds(1);

    private readonly ServerOptions _server;
    private readonly Output _output;
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on, and show what changes, until Ctrl+C." };
    private readonly Option<bool> _json = new("--json") { Description = "One task a line, as JSON." };
    private readonly Option<string> _status = new("--status") { Description = "Only tasks of this status.", HelpName = "status" };
    private readonly Option<string> _kind = new("--kind") { Description = "Only tasks of this kind.", HelpName = "kind" };
    private readonly Option<string> _owner = new("--owner") { Description = "Only this user's tasks.", HelpName = "user" };

    private readonly Option<string> _search = new("--search")
    {
        Description = "Only tasks that have this text in their title, id or kind, in large or small letters. Looks through all tasks.",
        HelpName = "text",
    };

    private readonly Option<int> _limit = new("--limit", "-n")
    {
        Description = "How many of the newest, 1 to 1,000.",
        HelpName = "number",
        DefaultValueFactory = _ => 20,
    };

    public ListCommand(ServerOptions server, Output output)
        : base("list", "Lists the newest tasks. In a pipe: a line each, with tabs between its columns.")
    {
        (_server, _output) = (server, output);
        _status.AcceptOnlyFromAmong([.. Enum.GetValues<TaskRunStatus>().Select(WireWord.Of)]);
        _limit.Validators.Add(option =>
        {
            if (option.Tokens.Count == 1 && int.TryParse(option.Tokens[0].Value, out var limit) && limit is < 1 or > 1_000)
                option.AddError("--limit must be 1 to 1,000.");
        });
        Add(_watch);
        Add(_json);
        Add(_status);
        Add(_kind);
        Add(_owner);
        Add(_search);
        Add(_limit);
        Validators.Add(command =>
        {
            if (command.GetResult(_search) is not null && command.GetResult(_watch) is not null)
                command.AddError("--search looks through all tasks once: it does not go together with --watch.");
        });
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "roadmap list --watch",
        "roadmap list --status failed --json",
        "roadmap list --search kubernetes",
        "roadmap list | cut -f1,3",
    ];

    public override IReadOnlyList<string> Notes =>
        ["The columns in a pipe: task, status, percentage, time of the last change, kind, title."];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var client = _server.Connect(parsed);
        var status = parsed.GetValue(_status) is { } word
            ? Enum.GetValues<TaskRunStatus>().Single(value => WireWord.Of(value) == word)
            : (TaskRunStatus?)null;
        var query = new TaskQuery
        {
            Status = status,
            Kind = parsed.GetValue(_kind),
            Owner = parsed.GetValue(_owner),
            Search = parsed.GetValue(_search),
            Limit = parsed.GetValue(_limit),
        };
        // Once in any case: a server that is not there is said now, and not waited for.
        var tasks = await ReadAsync(client, query, cancellationToken);
        var isForScreen = Output.IsTerminal && !parsed.GetValue(_json);
        if (!parsed.GetValue(_watch))
        {
            Show([.. tasks.Select(TaskTable.Of)], isForScreen, parsed);
            return ExitCodes.Completed;
        }

        await (isForScreen ? DrawAsync(Watch, cancellationToken) : WriteAsync(Watch(new ConnectionRemarks()), parsed));
        return ExitCodes.Completed;

        IAsyncEnumerable<IReadOnlyList<ListedTask>> Watch(IProgress<RoadmapException?> failure) => client.WatchTasksAsync(
            new WatchTasksRequest { Status = query.Status, Kind = query.Kind, Owner = query.Owner },
            parsed.GetValue(_limit),
            failure,
            cancellationToken);
    }

    /// <summary>As many as are asked for: a page may have fewer, and say that there are more.</summary>
    private static async Task<List<TaskSnapshot>> ReadAsync(RoadmapClient client, TaskQuery query, CancellationToken cancellationToken)
    {
        var tasks = new List<TaskSnapshot>();
        for (var left = query.Limit!.Value; ; left = query.Limit.Value - tasks.Count)
        {
            var page = await client.ListTasksAsync(query with { Limit = left }, cancellationToken);
            tasks.AddRange(page.Tasks);
            if (page.NextCursor is null || tasks.Count == query.Limit)
                return tasks;
            query = query with { Cursor = page.NextCursor };
        }
    }

    private void Show(IReadOnlyList<ListedTask> tasks, bool isForScreen, ParseResult parsed)
    {
        if (isForScreen)
        {
            using var terminal = new Terminal(_output);
            terminal.Draw(TaskTable.Rows(tasks, terminal.Width, TimeProvider.System.GetUtcNow()).Select(row => row.Render()), []);
        }
        else
        {
            foreach (var task in tasks)
                _output.Line(parsed.GetValue(_json) ? TaskLines.Json(task) : TaskLines.Columns(task));
        }
    }

    /// <summary>A line for each task that is new or has changed.</summary>
    private async Task WriteAsync(IAsyncEnumerable<IReadOnlyList<ListedTask>> lists, ParseResult parsed)
    {
        var known = new Dictionary<string, ListedTask>(StringComparer.Ordinal);
        await foreach (var list in lists)
        {
            foreach (var task in list.Reverse().Where(task => known.GetValueOrDefault(task.TaskId) is not { } before
                || before.Epoch != task.Epoch || before.Seq != task.Seq))
            {
                _output.Line(parsed.GetValue(_json) ? TaskLines.Json(task) : TaskLines.Columns(task));
            }

            known = list.ToDictionary(task => task.TaskId, StringComparer.Ordinal);
            await _output.Writer.FlushAsync();
        }
    }

    /// <summary>As many as the window has room for.</summary>
    private async Task DrawAsync(
        Func<IProgress<RoadmapException?>, IAsyncEnumerable<IReadOnlyList<ListedTask>>> watch, CancellationToken cancellationToken)
    {
        using var terminal = new Terminal(_output);
        var trouble = new Trouble();
        var lists = watch(trouble);
        IReadOnlyList<ListedTask> shown = [];
        await using var changes = lists.GetAsyncEnumerator(cancellationToken);
        var next = changes.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                // "5 min ago" goes on while nothing changes, and so does the window's width.
                await Task.WhenAny(next, Task.Delay(s_redraw, TimeProvider.System, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                if (next.IsCompleted)
                {
                    await next;
                    shown = changes.Current;
                    next = changes.MoveNextAsync().AsTask();
                }

                var rows = TaskTable.Rows(shown, terminal.Width, TimeProvider.System.GetUtcNow());
                terminal.Draw([], trouble.IsLost ? [new Line().Add(ConnectionRemarks.Lost, Palette.Bad), .. rows] : rows);
            }
        }
        finally
        {
            // An enumerator may not be disposed of while it is asked for the next.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Whether what is drawn may be old: the last frame that was drawn stays until somebody says so.</summary>
    private sealed class Trouble : IProgress<RoadmapException?>
    {
        private volatile bool _isLost;

        public bool IsLost => _isLost;

        public void Report(RoadmapException? value) => _isLost = value is not null;
    }
}
