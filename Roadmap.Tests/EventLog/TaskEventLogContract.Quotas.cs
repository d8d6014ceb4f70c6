using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.Access;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    private static readonly LogSettings s_quotas = new()
    {
        TasksPerUser = 4,
        GenerationsPerUser = 2,
        After = TimeSpan.FromHours(2),
        Idle = TimeSpan.FromHours(10),
    };

    [Theory]
    [InlineData(true, 2, "One user may have 2 roadmaps that have not ended")]
    [InlineData(false, 4, "One user may have 4 tasks that have not ended")]
    public async Task One_more_than_an_owner_may_have_is_refused_and_makes_nothing(bool areGenerations, int most, string sentence)
    {
        await ReopenAsync(s_quotas);
        var tasks = new List<NewTask>();
        for (var i = 0; i < most; i++)
            tasks.Add(await StartOfAsync("ada", areGenerations));

        var refused = TaskOf("ada", areGenerations);
        await IsRefusedAsync(refused, sentence);

        (await Log.Log.ReadAsync(refused.TaskId, 0, 0, CancellationToken.None)).ShouldBeNull();
        (await ListAsync(new ListScope("ada", Creator: null), 10)).ShouldBe(tasks.Select(task => task.TaskId).Reverse());
        foreach (var task in tasks)
            (await Log.Log.CreateAsync(task, CancellationToken.None)).ShouldBeOfType<CreateResult.Repeated>();
        await StartOfAsync("bob", areGenerations);
        for (var i = 0; i <= most; i++)
            await StartOfAsync(null, areGenerations);
    }

    [Fact]
    public async Task Roadmaps_are_tasks_and_tasks_are_no_roadmaps()
    {
        await ReopenAsync(s_quotas);
        foreach (var isGeneration in new[] { false, false, true, true })
            await StartOfAsync("ada", isGeneration);

        await IsRefusedAsync(TaskOf("ada", isGeneration: true), "One user may have 2 roadmaps");
        await IsRefusedAsync(TaskOf("ada", isGeneration: false), "One user may have 4 tasks");
    }

    [Theory]
    [InlineData(TaskRunStatus.Completed)]
    [InlineData(TaskRunStatus.Cancelled)]
    [InlineData(TaskRunStatus.Failed)]
    public async Task What_ends_makes_room_and_what_begins_again_takes_it(TaskRunStatus end)
    {
        await ReopenAsync(s_quotas with { GenerationsPerUser = 1 });
        var first = await StartOfAsync("ada", isGeneration: true);
        await IsRefusedAsync(TaskOf("ada", isGeneration: true), "One user may have 1 roadmaps");

        await Log.AppendedAsync(first.TaskId, EndOf(end));
        var second = await StartOfAsync("ada", isGeneration: true);

        var before = await Log.ViewAsync(first.TaskId);
        var refused = (await Log.AppendAsync(first.TaskId, BeginsAgain)).ShouldBeOfType<AppendResult.Refused>();
        (refused.Code, refused.Message).ShouldBe((ErrorCodes.RateLimited, refused.Message));
        refused.Message.ShouldStartWith("One user may have 1 roadmaps");
        (await Log.ViewAsync(first.TaskId)).Head.ShouldBe(before.Head);

        await Log.AppendedAsync(second.TaskId, EndOf(end));
        (await Log.AppendAsync(first.TaskId, BeginsAgain)).ShouldBeOfType<AppendResult.Appended>();
        await IsRefusedAsync(TaskOf("ada", isGeneration: true), "One user may have 1 roadmaps");
    }

    [Fact]
    public async Task What_expires_makes_room()
    {
        await ReopenAsync(s_quotas);
        var tasks = new List<NewTask>();
        for (var i = 0; i < 4; i++)
            tasks.Add(await StartOfAsync("ada", isGeneration: false));
        await IsRefusedAsync(TaskOf("ada", isGeneration: false), "One user may have 4 tasks");

        Log.Pass(TimeSpan.FromHours(11));

        foreach (var task in tasks)
            await IsGoneAsync(task.TaskId);
        await StartOfAsync("ada", isGeneration: false);
    }

    [Fact]
    public async Task Many_at_once_are_as_many_as_one_owner_may_have()
    {
        await ReopenAsync(s_quotas with { TasksPerUser = 10 });

        var made = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            Log.Log.CreateAsync(TaskOf("ada", isGeneration: false), CancellationToken.None)));

        made.OfType<CreateResult.OverQuota>().Count().ShouldBe(40);
        var there = made.OfType<CreateResult.Created>().Select(created => created.State.TaskId).ToList();
        await Task.WhenAll(there.Select(taskId => Log.AppendedAsync(taskId, Some.Completed())));
        for (var i = 0; i < 5; i++)
            await StartOfAsync("ada", isGeneration: false);
        var again = await Task.WhenAll(there.Select(taskId => Log.AppendAsync(taskId, BeginsAgain)));
        again.OfType<AppendResult.Appended>().Count().ShouldBe(5);
    }

    [Fact]
    public async Task No_quota_is_none()
    {
        await ReopenAsync(s_quotas with { TasksPerUser = 0, GenerationsPerUser = 0 });
        for (var i = 0; i < 10; i++)
            await StartOfAsync("ada", isGeneration: true);
    }

    private static ReportedEvent BeginsAgain => new(new RetryStartedEvent { Attempt = 2, Timestamp = Some.Timestamp });

    private static TaskEvent EndOf(TaskRunStatus end) => end switch
    {
        TaskRunStatus.Completed => Some.Completed(),
        TaskRunStatus.Cancelled => new CancelledEvent { Timestamp = Some.Timestamp },
        _ => new FailedEvent { Error = "no answer", Timestamp = Some.Timestamp },
    };

    private static NewTask TaskOf(string? owner, bool isGeneration) =>
        (isGeneration ? Some.WorkflowTask(Some.TaskId()) : Some.WorkerTask(Some.TaskId())) with { Owner = owner };

    private async Task<NewTask> StartOfAsync(string? owner, bool isGeneration)
    {
        var task = TaskOf(owner, isGeneration);
        await Log.StartTaskAsync(task);
        return task;
    }

    private async Task IsRefusedAsync(NewTask task, string sentence) =>
        (await Log.Log.CreateAsync(task, CancellationToken.None)).ShouldBeOfType<CreateResult.OverQuota>()
            .Message.ShouldStartWith(sentence);
}
