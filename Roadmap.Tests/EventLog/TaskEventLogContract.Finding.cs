using System.Globalization;
using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    [Fact]
    public async Task Tasks_are_listed_newest_first_page_by_page()
    {
        var tasks = new List<string>();
        for (var i = 0; i < 7; i++)
            tasks.Insert(0, await Log.StartTaskAsync());

        var listed = new List<string>();
        long? cursor = null;
        do
        {
            var page = await Log.Index.ListAsync(new TaskFilter(null, null, cursor, 3), CancellationToken.None);
            page.Tasks.Count.ShouldBeLessThanOrEqualTo(3);
            listed.AddRange(page.Tasks.Select(t => t.TaskId));
            cursor = page.NextCursor is { } next ? long.Parse(next, CultureInfo.InvariantCulture) : null;
            if (listed.Count == 3)
                await Log.StartTaskAsync();
        }
        while (cursor is not null);

        listed.ShouldBe(tasks, "a task that is made meanwhile shifts nothing");
    }

    [Fact]
    public async Task Tasks_are_found_by_status_and_kind()
    {
        var ended = await Log.StartTaskAsync();
        await Log.AppendedAsync(ended, Some.Completed());
        var open = await Log.StartTaskAsync();
        var roadmap = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));

        (await FindAsync(TaskRunStatus.Completed, null)).ShouldBe([ended]);
        (await FindAsync(TaskRunStatus.Pending, null)).ShouldBe([roadmap, open]);
        (await FindAsync(null, TaskKinds.RoadmapGeneration)).ShouldBe([roadmap]);
        (await FindAsync(TaskRunStatus.Pending, "import")).ShouldBe([open]);
        (await FindAsync(TaskRunStatus.Failed, null)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_and_its_pieces_of_content_are_stored_with_the_events_and_merged()
    {
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await AcquireAsync(taskId);
        var tutorial = new TutorialContent { TutorialId = "t", Summary = "s", Sections = [] };
        var quiz = new QuizContent { QuizId = "q", Questions = [] };
        await WriteAsync(taskId, new WorkflowWrite(1, "planned", Some.Plan("r-1", taskId, "a", "b")), Some.ReviewRequired("r-1"));
        await WriteAsync(taskId, new WorkflowWrite(1, Content: Pieces("a", new ConceptContent { Tutorial = tutorial })), Some.Progress());
        await WriteAsync(taskId, new WorkflowWrite(1, Content: Pieces("a", new ConceptContent { Quiz = quiz })), Some.Progress());

        await ReopenAsync();

        var roadmap = (await Log.Index.FindRoadmapAsync("r-1", CancellationToken.None)).ShouldNotBeNull();
        roadmap.Concepts.Select(c => c.ConceptId).ShouldBe(["a", "b"]);
        var content = roadmap.Concepts.First().Content.ShouldNotBeNull();
        content.ShouldSatisfyAllConditions(
            c => c.Tutorial!.TutorialId.ShouldBe("t"), c => c.Quiz!.QuizId.ShouldBe("q"), c => c.Resources.ShouldBeNull());
        roadmap.Concepts.Last().Content.ShouldBeNull();
        (await Log.Index.FindTaskOfRoadmapAsync("r-1", CancellationToken.None)).ShouldBe((await Log.ViewAsync(taskId)).Head);
        (await Log.Index.FindRoadmapAsync("r-2", CancellationToken.None)).ShouldBeNull();
        (await Log.Index.FindTaskOfRoadmapAsync("r-2", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_task_that_names_somebody_elses_roadmap_is_not_bound_to_it()
    {
        var early = await Log.StartTaskAsync();
        await Log.AppendedAsync(early, Naming("r-1"), Naming("r-2"));
        var maker = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await AcquireAsync(maker);
        await WriteAsync(maker, new WorkflowWrite(1), Naming("r-1"));
        (await BoundAsync("r-1")).ShouldBe(maker, "it is a generation, though it has no plan yet");
        await WriteAsync(maker, new WorkflowWrite(1, Roadmap: Some.Plan("r-1", maker)));
        var late = await Log.StartTaskAsync();

        await Log.AppendedAsync(late, Naming("r-1"));
        await Log.AppendedAsync(late, Naming("r-2"));

        (await BoundAsync("r-1")).ShouldBe(maker);
        (await BoundAsync("r-2")).ShouldBe(early, "who named it first");
        (await Log.ViewAsync(late)).Head.RoadmapId.ShouldBe("r-2", "what it says of itself is still its own");
    }

    [Fact]
    public async Task Owners_take_turns_however_much_one_of_them_asks_for()
    {
        for (var i = 0; i < 5; i++)
            await StartAsync($"ada-{i}", "ada");
        await StartAsync("bob-0", "bob");

        (await TakeAsync(2)).ShouldBe(["ada-0", "bob-0"], ignoreOrder: true);
        await StartAsync("cleo-0", "cleo");
        await StartAsync("cleo-1", "cleo");
        (await TakeAsync(2)).ShouldBe(["ada-1", "cleo-0"], ignoreOrder: true);
        (await TakeAsync(10)).ShouldBe(["ada-2", "ada-3", "ada-4", "cleo-1"], ignoreOrder: true);
        (await TakeAsync(10)).ShouldBeEmpty();

        Task StartAsync(string taskId, string owner) => Log.StartTaskAsync(Some.WorkflowTask(taskId) with { Owner = owner });

        async Task<IReadOnlyList<string>> TakeAsync(int limit)
        {
            var found = await Log.Generations.FindRunnableAsync(limit, CancellationToken.None);
            foreach (var taskId in found)
                await AcquireAsync(taskId);
            return found;
        }
    }

    private static TaskRecoveringEvent Naming(string roadmapId) => new() { RoadmapId = roadmapId, Timestamp = Some.Timestamp };

    private async Task<string?> BoundAsync(string roadmapId) =>
        (await Log.Index.FindTaskOfRoadmapAsync(roadmapId, CancellationToken.None))?.TaskId;

    [Fact]
    public async Task A_refused_write_stores_no_checkpoint_and_no_plan()
    {
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await AcquireAsync(taskId);

        await Log.Log.AppendAsync(
            LogVerbs.AcceptAll(taskId, new ReportedEvent(Some.Progress())) with
            {
                Workflow = new WorkflowWrite(1, "refused", Some.Plan("r-1", taskId)),
                Decide = static (_, _) => new Decision.Refused(ErrorCodes.Conflict, "It was called off."),
            },
            CancellationToken.None);

        await Log.Generations.ReleaseAsync(taskId, 1, CancellationToken.None);
        (await AcquireAsync(taskId)).Checkpoint.ShouldBe("start");
        (await Log.Index.FindRoadmapAsync("r-1", CancellationToken.None)).ShouldBeNull();
    }

    /// <summary>Of a task in the same part of the log: what belongs to tasks of other parts is not known there.</summary>
    private protected virtual string IdBeside(string taskId) => Some.TaskId();

    [Fact]
    public async Task A_write_that_fails_stores_nothing_and_leaves_the_others_of_its_group_alone()
    {
        var owner = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        var thief = await Log.StartTaskAsync(Some.WorkflowTask(IdBeside(owner)));
        await AcquireAsync(owner);
        await AcquireAsync(thief);
        await WriteAsync(owner, new WorkflowWrite(1, Roadmap: Some.Plan("r-1", owner)), Some.Progress());

        var others = Enumerable.Range(0, 10).Select(_ => Log.AppendedAsync(owner, Some.Progress())).ToList();
        await Should.ThrowAsync<InvalidOperationException>(
            WriteAsync(thief, new WorkflowWrite(1, Roadmap: Some.Plan("r-1", thief)), Some.Progress()));
        await Task.WhenAll(others);

        (await Log.ViewAsync(thief)).Head.Seq.ShouldBe(0);
        (await Log.ViewAsync(owner)).Events.Count.ShouldBe(11);
        (await Log.Index.FindRoadmapAsync("r-1", CancellationToken.None)).ShouldNotBeNull().TaskId.ShouldBe(owner);
    }

    [Fact]
    public async Task A_roadmap_goes_with_its_task()
    {
        await ReopenAsync(s_shortRetention);
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await AcquireAsync(taskId);
        await WriteAsync(
            taskId, new WorkflowWrite(1, Roadmap: Some.Plan("r-1", taskId, "a")), Some.ReviewRequired("r-1"), Some.Completed());

        Log.Pass(TimeSpan.FromHours(3));

        await IsGoneAsync(taskId);
        (await Log.Index.FindRoadmapAsync("r-1", CancellationToken.None)).ShouldBeNull();
        (await Log.Index.FindTaskOfRoadmapAsync("r-1", CancellationToken.None)).ShouldBeNull();
    }

    private static Dictionary<string, ConceptContent> Pieces(string conceptId, ConceptContent content) =>
        new(StringComparer.Ordinal) { [conceptId] = content };

    private async Task<IEnumerable<string>> FindAsync(TaskRunStatus? status, string? kind) =>
        (await Log.Index.ListAsync(new TaskFilter(status, kind, null, 10), CancellationToken.None)).Tasks.Select(t => t.TaskId);

    private async Task WriteAsync(string taskId, WorkflowWrite write, params TaskEvent[] events) =>
        (await Log.Log.AppendAsync(
            LogVerbs.AcceptAll(taskId, [.. events.Select(e => new ReportedEvent(e))]) with { Workflow = write }, CancellationToken.None))
            .ShouldBeOfType<AppendResult.Appended>();

    [Fact]
    public async Task An_owners_tasks_are_listed_newest_first_and_no_one_elses()
    {
        var (first, second) = (Some.TaskId(), Some.TaskId());
        foreach (var (taskId, owner) in new[] { (first, "ada"), (Some.TaskId(), "bob"), (second, "ada"), (Some.TaskId(), null) })
            await Log.StartTaskAsync(Some.WorkerTask(taskId) with { Owner = owner });

        (await ListAsync(new ListScope("ada", Creator: null), 10)).ShouldBe([second, first]);
        (await ListAsync(new ListScope("ada", Creator: null), 1)).ShouldBe([second]);
        (await ListAsync(new ListScope("eve", Creator: null), 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_somebody_made_is_listed_whosever_it_is()
    {
        var (first, second) = (Some.TaskId(), Some.TaskId());
        foreach (var (taskId, creator) in new[] { (first, "worker-1"), (Some.TaskId(), "worker-2"), (second, "worker-1") })
            await Log.StartTaskAsync(Some.WorkerTask(taskId) with { Owner = "ada", CreatedBy = creator });

        (await ListAsync(new ListScope(Owner: null, "worker-1"), 10)).ShouldBe([second, first]);
        (await Log.Log.ReadAsync(first, 0, 0, CancellationToken.None)).ShouldNotBeNull().Head.CreatedBy.ShouldBe("worker-1");
    }

    [Fact]
    public async Task Somebodys_tasks_are_listed_page_by_page_and_by_status_and_kind()
    {
        var tasks = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            var task = i % 2 == 0 ? Some.WorkerTask(Some.TaskId()) : Some.WorkflowTask(Some.TaskId());
            tasks.Insert(0, await Log.StartTaskAsync(task with { Owner = "ada", CreatedBy = "worker-1" }));
            await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Owner = "bob", CreatedBy = "worker-2" });
        }

        await Log.AppendedAsync(tasks[2], Some.Completed());

        foreach (var scope in new[] { new ListScope("ada", Creator: null), new ListScope(Owner: null, "worker-1") })
        {
            (await AllOfAsync(new TaskFilter(null, null, null, 3) { Scope = scope })).ShouldBe(tasks);
            (await AllOfAsync(new TaskFilter(TaskRunStatus.Completed, null, null, 3) { Scope = scope })).ShouldBe([tasks[2]]);
            (await AllOfAsync(new TaskFilter(null, "import", null, 3) { Scope = scope }))
                .ShouldBe([tasks[0], tasks[2], tasks[4], tasks[6]]);
            (await AllOfAsync(new TaskFilter(TaskRunStatus.Pending, "import", null, 1) { Scope = scope }))
                .ShouldBe([tasks[0], tasks[4], tasks[6]]);
        }
    }

    private async Task<List<string>> AllOfAsync(TaskFilter filter)
    {
        var listed = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var cursor = next.Length == 0 ? (long?)null : long.Parse(next, CultureInfo.InvariantCulture);
            var page = await Log.Index.ListAsync(filter with { Cursor = cursor }, CancellationToken.None);
            page.Tasks.Count.ShouldBeLessThanOrEqualTo(filter.Limit);
            listed.AddRange(page.Tasks.Select(task => task.TaskId));
            next = page.NextCursor;
        }

        return listed;
    }

    private async Task<IEnumerable<string>> ListAsync(ListScope scope, int limit) =>
        (await Log.Index.ListAsync(new TaskFilter(null, null, null, limit) { Scope = scope }, CancellationToken.None))
            .Tasks.Select(task => task.TaskId);
}
