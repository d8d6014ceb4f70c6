using System.CommandLine;
using Roadmap.Client;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Watch.Reviewing;
using Roadmap.Watch.Screen;
using Roadmap.Watch.Server;
using Roadmap.Watch.Words;
using Spectre.Console;

namespace Roadmap.Watch.Commands;

/// <summary>Makes a roadmap, and follows it to its end.</summary>
internal sealed class GenerateCommand : ToolCommand
{
    private readonly ServerOptions _server;
    private readonly Output _output;
    private readonly FollowOptions _follow;
    private readonly Argument<string?> _goal = new("goal") { Description = "What is to be learnt.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<double?> _hours = new("--hours") { Description = "Hours a week, 1 to 168.", HelpName = "number" };
    private readonly Option<string> _level = new("--level") { Description = "How much the learner knows already.", HelpName = "level" };
    private readonly Option<string> _motivation = new("--motivation") { Description = "What it is for.", HelpName = "text" };
    private readonly Option<string> _background = new("--background") { Description = "What the learner does so far.", HelpName = "text" };

    private readonly Option<string[]> _prefer = new("--prefer")
    {
        Description = "text, video, practice, … May be given again.",
        HelpName = "kind",
    };

    private readonly Option<DateOnly?> _deadline = new("--deadline")
    {
        Description = "The day to be done by, as 2027-03-01.",
        HelpName = "date",
    };

    private readonly Option<string> _language = new("--language") { Description = "Of the roadmap, as en or zh.", HelpName = "tag" };
    private readonly Option<string> _context = new("--context") { Description = "What else should be known.", HelpName = "text" };
    private readonly Option<string> _taskId = TaskArgument.CreateOption();

    private readonly Option<bool> _noReview = new("--no-review")
    {
        Description = "Make the content without asking whether the plan is right.",
    };

    private readonly Option<bool> _detach = new("--detach", "-d") { Description = "Print the task's id, and do not follow it." };

    public GenerateCommand(ServerOptions server, Output output)
        : base("generate", "Makes a roadmap. At a terminal it asks for what is missing, shows the plan, and takes your decision.")
    {
        (_server, _output) = (server, output);
        _level.AcceptOnlyFromAmong([.. Enum.GetValues<LearnerLevel>().Select(WireWord.Of)]);
        Add(_goal);
        foreach (var option in new Option[]
            { _hours, _level, _motivation, _background, _prefer, _deadline, _language, _context, _taskId, _noReview, _detach })
        {
            Add(option);
        }

        _follow = new FollowOptions(this);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "roadmap generate",
        "roadmap generate \"Become a backend engineer\" --hours 10",
        "roadmap generate \"Learn Rust\" --hours 5 --level beginner --no-review --json",
        "id=$(roadmap generate \"Learn Rust\" --hours 5 --level beginner --detach)",
    ];

    public override IReadOnlyList<string> Notes =>
    [
        "Where nobody can be asked, goal, --hours and --level must be given, and a plan waits until",
        "'roadmap approve' or 'roadmap reject' is called elsewhere; --no-review leaves that out.",
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var client = _server.Connect(parsed);
        using var terminal = new Terminal(_output);
        var isForScreen = _follow.IsForScreen(parsed);
        var preferences = Preferences(parsed);
        if (Missing(preferences) is { Count: > 0 } missing)
        {
            if (!isForScreen || !Output.CanAsk)
                throw new UsageException($"Missing: {string.Join(", ", missing)}.");
            preferences = await AskAsync(preferences, terminal, cancellationToken);
        }

        var task = await client.GenerateAsync(
            new GenerateRoadmapBody
            {
                TaskId = parsed.GetValue(_taskId) ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(),
                Preferences = preferences,
                AdditionalContext = parsed.GetValue(_context),
                RequireReview = !parsed.GetValue(_noReview),
            },
            cancellationToken);
        if (parsed.GetValue(_detach))
        {
            _output.Line(task.TaskId);
            return ExitCodes.Completed;
        }

        Output.Remark($"task {task.TaskId}");
        var ended = await FollowAsync(client, terminal, task.TaskId, parsed, isForScreen, cancellationToken);
        if (isForScreen && ended is { Status: TaskRunStatus.Completed, RoadmapId: not null })
            Output.Remark($"read it with: roadmap show {Printable.Line(ended.RoadmapId)}");
        return FollowOptions.ExitCodeOf(ended);
    }

    private static async Task<LearnerPreferences> AskAsync(
        LearnerPreferences preferences, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            return await GenerateQuestions.AskAsync(preferences, terminal.Console, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The shell goes on in a row of its own.
            terminal.Console.WriteLine();
            throw;
        }
    }

    private async Task<TaskSnapshot> FollowAsync(
        RoadmapClient client, Terminal terminal, string taskId, ParseResult parsed, bool isForScreen, CancellationToken cancellationToken)
    {
        var follow = _follow.Follow(client, taskId, parsed, fromTheStart: true);
        if (!isForScreen)
            return await follow.RunAsync(_follow.OpenLines(_output, parsed), cancellationToken);
        await using var screen = _follow.OpenScreen(terminal, parsed);
        if (!Output.CanAsk)
            return await follow.RunAsync(screen, cancellationToken);
        await using var desk = new ReviewDesk(screen, new ReviewQuestion(client, terminal), cancellationToken);
        return await follow.RunAsync(desk, cancellationToken);
    }

    private LearnerPreferences Preferences(ParseResult parsed) => new()
    {
        LearningGoal = parsed.GetValue(_goal),
        CurrentLevel = parsed.GetValue(_level) is { } word
            ? Enum.GetValues<LearnerLevel>().Single(level => WireWord.Of(level) == word)
            : null,
        AvailableHoursPerWeek = parsed.GetValue(_hours),
        Motivation = parsed.GetValue(_motivation),
        CareerBackground = parsed.GetValue(_background),
        ContentPreference = parsed.GetValue(_prefer) is { Length: > 0 } kinds ? kinds : null,
        TargetDeadline = parsed.GetValue(_deadline) is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null,
        PrimaryLanguage = parsed.GetValue(_language),
    };

    private static List<string> Missing(LearnerPreferences preferences)
    {
        var missing = new List<string>();
        if (string.IsNullOrWhiteSpace(preferences.LearningGoal))
            missing.Add("the goal");
        if (preferences.AvailableHoursPerWeek is null)
            missing.Add("--hours");
        if (preferences.CurrentLevel is null)
            missing.Add("--level");
        return missing;
    }
}
