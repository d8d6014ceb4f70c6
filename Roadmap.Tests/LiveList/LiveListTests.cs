using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR;
using Roadmap.Contracts;
using Roadmap.Contracts.Json;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.LiveList;

/// <summary>The live list of tasks as a stock .NET client sees it.</summary>
public sealed class LiveListTests : HubTest
{
    [Fact]
    public async Task A_task_is_told_when_it_is_made_when_it_changes_and_when_it_ends()
    {
        await using var watcher = await Server.ConnectAsync();
        var beat = await watcher.WatchTasksAsync();

        var task = await MakeAsync("import", owner: "ada", title: "Books");
        var made = await watcher.NextAsync<TaskChangedMessage>();
        (made.TaskId, made.Kind, made.Owner, made.Title, made.Status, made.CurrentStep, made.Percentage, made.Attempt, made.Seq,
            made.Sender)
            .ShouldBe((task, "import", "ada", "Books", TaskRunStatus.Pending, TaskSteps.Queued, 0, 1, 0, beat.Sender));
        made.UpdatedAt.ShouldBe(made.CreatedAt);

        await Server.ReportAsync(task, """{"type":"progress","step":"work","status":"processing","percentage":40}""");
        var changed = await watcher.NextAsync<TaskChangedMessage>();
        (changed.Seq, changed.Status, changed.CurrentStep, changed.Percentage, changed.Epoch)
            .ShouldBe((1, TaskRunStatus.Processing, "work", 40, made.Epoch));

        await Server.ReportAsync(task, """{"type":"completed"}""");
        var ended = await watcher.NextAsync<TaskChangedMessage>();
        (ended.Seq, ended.Status, ended.Percentage).ShouldBe((2, TaskRunStatus.Completed, 100));
    }

    [Fact]
    public async Task What_changes_nothing_is_not_told()
    {
        await using var watcher = await Server.ConnectAsync();
        await watcher.WatchTasksAsync();
        var task = await MakeAsync("import");
        await MakeAsync("import", task);
        await Server.ReportAsync(task, """{"event_id":"e","type":"progress","step":"work","status":"processing"}""");
        await UntilAsync(watcher, seq: 1);

        await Server.ReportAsync(task, """{"event_id":"e","type":"progress","step":"work","status":"processing"}""");
        await Server.ReportAsync(task, "[]");
        await Server.ReportAsync(task, """{"type":"completed"}""");

        (await watcher.NextAsync<TaskChangedMessage>()).Seq.ShouldBe(2);
    }

    [Fact]
    public async Task A_filter_lets_through_what_matches_all_of_it()
    {
        await using var everything = await Server.ConnectAsync();
        await using var filtered = await Server.ConnectAsync();
        await everything.WatchTasksAsync();
        await filtered.WatchTasksAsync(owner: "ada:x", kind: "import", status: TaskRunStatus.Pending);

        var others = new[]
        {
            await MakeAsync("export", owner: "ada:x"),
            await MakeAsync("import", owner: "ada"),
            await MakeAsync("import"),
        };
        var hers = await MakeAsync("import", owner: "ada:x");

        foreach (var task in others.Append(hers))
            (await everything.NextAsync<TaskChangedMessage>()).TaskId.ShouldBe(task);
        (await filtered.NextAsync<TaskChangedMessage>()).TaskId.ShouldBe(hers);
    }

    [Fact]
    public async Task A_task_that_leaves_the_filter_is_told_once_more()
    {
        await using var pending = await Server.ConnectAsync();
        await pending.WatchTasksAsync(status: TaskRunStatus.Pending);
        await using var failed = await Server.ConnectAsync();
        await failed.WatchTasksAsync(kind: "import", status: TaskRunStatus.Failed);

        var task = await MakeAsync("import");
        await Server.ReportProgressAsync(task, 1);
        await Server.ReportAsync(task, """{"type":"failed","error":"no more"}""");
        await Server.ReportAsync(task, """{"type":"retry_started"}""");
        var second = await MakeAsync("import");

        (await pending.NextAsync<TaskChangedMessage>()).Status.ShouldBe(TaskRunStatus.Pending);
        var left = await pending.NextAsync<TaskChangedMessage>();
        (left.TaskId, left.Status == TaskRunStatus.Pending).ShouldBe((task, false));
        (await pending.NextAsync<TaskChangedMessage>()).TaskId.ShouldBe(second);

        (await failed.NextAsync<TaskChangedMessage>()).Status.ShouldBe(TaskRunStatus.Failed);
        var retried = await failed.NextAsync<TaskChangedMessage>();
        (retried.TaskId, retried.Status, retried.Attempt).ShouldBe((task, TaskRunStatus.Processing, 2));
    }

    [Fact]
    public async Task A_newer_watch_takes_the_place_of_the_one_before_and_unwatching_ends_it()
    {
        await using var watcher = await Server.ConnectAsync();
        await watcher.InvokeAsync(HubMethods.UnwatchTasks);
        await watcher.WatchTasksAsync(kind: "import");
        await watcher.WatchTasksAsync(kind: "import");
        await watcher.WatchTasksAsync(kind: "export");

        await MakeAsync("import");
        var exported = await MakeAsync("export");
        (await watcher.NextAsync<TaskChangedMessage>()).TaskId.ShouldBe(exported);

        await watcher.InvokeAsync(HubMethods.UnwatchTasks);
        await MakeAsync("export");
        await watcher.WatchTasksAsync();
        var last = await MakeAsync("import");
        (await watcher.NextAsync<TaskChangedMessage>()).TaskId.ShouldBe(last);
    }

    [Fact]
    public async Task A_refusal_names_the_field_and_changes_nothing()
    {
        await using var watcher = await Server.ConnectAsync();
        await watcher.WatchTasksAsync(kind: "export");

        await Refused("invalid_request: kind must be 1 to 64 of a-z", new { kind = "A b" });
        await Refused("invalid_request: kind must be a string", new { kind = 5 });
        await Refused("invalid_request: owner must be 1 to 128 characters", new { owner = "" });
        await Refused("invalid_request: owner must be 1 to 128 characters, none of them a control character", new
        {
            owner = new string('x', 129),
        });
        await Refused("invalid_request: status must be one of pending, processing", new { status = "done" });
        await Refused("invalid_request: ", "everything");

        await MakeAsync("import");
        var task = await MakeAsync("export");
        (await watcher.NextAsync<TaskChangedMessage>()).TaskId.ShouldBe(task);

        async Task Refused(string start, object argument)
        {
            var refusal = await Should.ThrowAsync<HubException>(() => watcher.InvokeAsync(HubMethods.WatchTasks, argument));
            refusal.Message.Split("HubException: ")[^1].ShouldStartWith(start);
        }
    }

    [Fact]
    public async Task A_new_connection_hears_nothing_until_it_watches_again()
    {
        await using (var gone = await Server.ConnectAsync())
            await gone.WatchTasksAsync();
        await using var watcher = await Server.ConnectAsync();
        await MakeAsync("import");

        await watcher.WatchTasksAsync();
        var task = await MakeAsync("import");
        (await watcher.NextAsync<TaskChangedMessage>()).TaskId.ShouldBe(task);
    }

    [Fact]
    public async Task What_the_server_generates_is_told_too_as_far_as_its_review()
    {
        await using var watcher = await Server.ConnectAsync();
        await watcher.WatchTasksAsync(kind: TaskKinds.RoadmapGeneration);

        using var asked = await Server.Http.PostAsJsonAsync(
            Routes.GenerateRoadmap, new
            {
                user_id = "ada",
                preferences = new { learning_goal = "Learn Rust", current_level = "beginner", available_hours_per_week = 5 },
            });
        asked.EnsureSuccessStatusCode();

        var first = await watcher.NextAsync<TaskChangedMessage>();
        (first.Seq, first.Owner, first.Title).ShouldBe((0, "ada", "Learn Rust"));
        for (var seq = first.Seq; ;)
        {
            var changed = await watcher.NextAsync<TaskChangedMessage>();
            changed.Seq.ShouldBeGreaterThan(seq);
            seq = changed.Seq;
            if (changed.Status == TaskRunStatus.HumanReviewPending)
                break;
        }
    }

    private static async Task UntilAsync(HubWatcher watcher, long seq)
    {
        while ((await watcher.NextAsync<TaskChangedMessage>()).Seq < seq)
        {
        }
    }

    private async Task<string> MakeAsync(string kind, string? taskId = null, string? owner = null, string? title = null)
    {
        var id = taskId ?? Some.TaskId();
        using var made = await Server.Http.PostAsJsonAsync(
            Routes.Tasks, new CreateTaskBody { TaskId = id, Kind = kind, Owner = owner, Title = title },
            ContractsJson.TypeInfo<CreateTaskBody>());
        made.EnsureSuccessStatusCode();
        return id;
    }
}
