using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Roadmap.Api.EventLog;
using Roadmap.Api.Generation.Workflow;
using Roadmap.Api.Reporting;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    private const int Clients = 32;
    private const int ReportsPerClient = 25;

    [Fact]
    public async Task Many_on_one_task_get_one_order_and_each_keeps_its_own()
    {
        var taskId = await Log.StartTaskAsync();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => ReportManyAsync(taskId, client)));

        var view = await Log.ViewAsync(taskId);
        view.Events.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, Clients * ReportsPerClient).Select(i => (long)i));
        foreach (var ofClient in view.Events.GroupBy(e => e.Message!.Split('-')[0]))
            ofClient.Select(e => int.Parse(e.Message!.Split('-')[1], CultureInfo.InvariantCulture))
                .ShouldBe(Enumerable.Range(0, ReportsPerClient));
    }

    [Fact]
    public async Task What_an_event_says_of_the_whole_is_in_the_order_of_the_log_however_many_concepts_are_made_at_once()
    {
        const int Concepts = 64;
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.Progress() with { Data = JsonElement.Parse($$"""{"total_concepts":{{Concepts}}}""") });

        await Task.WhenAll(
            Enumerable.Range(1, Concepts).Select(number => Log.Log.AppendAsync(ConceptIsDone(taskId, number), CancellationToken.None)));

        var events = (await Log.ViewAsync(taskId)).Events;
        events.OfType<ProgressEvent>().Skip(1).Select(e => e.Message)
            .ShouldBe(Enumerable.Range(1, Concepts).Select(done => $"{done} of {Concepts} concepts are done"));
        events.OfType<ConceptStartEvent>().Select(e => e.Progress.Current).ShouldBe(Enumerable.Range(1, Concepts));
        events.OfType<BatchCompleteEvent>().Select(e => e.Progress.Completed).ShouldBe(Enumerable.Range(1, Concepts));
        events.Select(e => e.Timestamp).ShouldBe(events.Select(e => e.Timestamp).Order());
    }

    [Theory]
    [InlineData("concept_start")]
    [InlineData("concept_complete")]
    [InlineData("retry_item_complete")]
    public async Task A_task_of_which_anything_is_told_is_no_longer_pending_also_in_the_list(string type)
    {
        var taskId = await Log.StartTaskAsync();

        await Log.AppendedAsync(
            taskId, (Samples.All.GetValueOrDefault(type) as TaskEvent ?? Some.Unknown(type, "{}")) with { TaskId = taskId });
        await ReopenAsync();

        (await Log.ViewAsync(taskId)).Head.Status.ShouldBe(TaskRunStatus.Processing);
        var page = await Log.Index.ListAsync(new TaskFilter(TaskRunStatus.Processing, null, null, 100), CancellationToken.None);
        page.Tasks.Select(task => task.TaskId).ShouldContain(taskId);
    }

    [Fact]
    public async Task Many_on_many_tasks_do_not_mix()
    {
        var tasks = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Log.StartTaskAsync()));

        await Task.WhenAll(tasks.Select(ReportManyAsync));

        var heads = await Log.Log.ReadHeadsAsync(tasks, CancellationToken.None);
        for (var client = 0; client < Clients; client++)
        {
            var view = await Log.ViewAsync(tasks[client]);
            view.Events.Select(e => e.Message).ShouldBe(Enumerable.Range(0, ReportsPerClient).Select(i => $"{client}-{i}"));
            view.Head.Seq.ShouldBe(ReportsPerClient);
            heads[tasks[client]].ShouldBe(view.Head.Position);
        }
    }

    [Fact]
    public async Task A_view_is_of_one_moment_while_others_append()
    {
        var taskId = await Log.StartTaskAsync();
        var appending = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => ReportManyAsync(taskId, client)));

        var views = 0;
        while (!appending.IsCompleted || views == 0)
        {
            var view = await Log.ViewAsync(taskId);
            view.Events.Count.ShouldBe((int)view.Head.Seq, "head and events are of one moment");
            view.Events.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, view.Events.Count).Select(i => (long)i));
            views++;
        }

        await appending.InTime();
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_next_view()
    {
        var taskId = await Log.StartTaskAsync();

        for (var i = 1; i <= 50; i++)
        {
            var appended = await Log.AppendedAsync(taskId, Some.Progress());
            (await Log.Log.ReadAsync(taskId, i - 1, 1, CancellationToken.None)).ShouldNotBeNull().Events.ShouldHaveSingleItem()
                .Seq.ShouldBe(appended.LastSeq);
        }
    }

    [Fact]
    public async Task Announcements_come_in_the_order_of_the_log_with_every_event_once()
    {
        var taskId = await Log.StartTaskAsync();
        var heard = new ConcurrentQueue<TaskAnnouncement>();
        await using var subscription = await Log.Announcements.SubscribeAsync(taskId, heard.Enqueue, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => ReportManyAsync(taskId, client)));

        var all = Clients * ReportsPerClient;
        await Wait.Eventually("every event is announced", () => heard.Sum(a => a.Events.Count) >= all);
        heard.SelectMany(a => a.Events).ShouldBe((await Log.ViewAsync(taskId)).Events);
    }

    [Fact]
    public async Task An_announcement_comes_after_the_commit()
    {
        var taskId = await Log.StartTaskAsync();
        var read = new TaskCompletionSource<Task<TaskLogView>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription =
            await Log.Announcements.SubscribeAsync(taskId, _ => read.TrySetResult(Log.ViewAsync(taskId)), CancellationToken.None);

        await Log.AppendedAsync(taskId, Some.Progress());

        (await (await read.Task.InTime()).InTime()).Events.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_subscriber_that_throws_or_has_left_disturbs_nobody()
    {
        var taskId = await Log.StartTaskAsync();
        var heard = new ConcurrentQueue<TaskAnnouncement>();
        var left = new ConcurrentQueue<TaskAnnouncement>();
        await using var throwing =
            await Log.Announcements.SubscribeAsync(taskId, _ => throw new InvalidOperationException("a bug"), CancellationToken.None);
        await using var listening = await Log.Announcements.SubscribeAsync(taskId, heard.Enqueue, CancellationToken.None);
        await (await Log.Announcements.SubscribeAsync(taskId, left.Enqueue, CancellationToken.None)).DisposeAsync();

        await Log.AppendedAsync(taskId, Some.Progress());
        await Log.AppendedAsync(taskId, Some.Progress());

        await Wait.Eventually("both are announced", () => heard.Count == 2);
        left.ShouldBeEmpty();
    }

    private async Task ReportManyAsync(string taskId, int client)
    {
        for (var i = 0; i < ReportsPerClient; i++)
            (await Log.AppendAsync(taskId, new ReportedEvent(Some.Progress($"{client}-{i}")))).ShouldBeOfType<AppendResult.Appended>();
    }

    /// <summary>As the workflow tells it: the later the number, the earlier the report was made.</summary>
    private static TaskAppend ConceptIsDone(string taskId, int number)
    {
        var at = Some.Timestamp.AddMilliseconds(-number);
        TaskEvent[] events =
        [
            new ConceptStartEvent
            {
                ConceptId = $"c{number}",
                ConceptName = "c",
                ContentType = ContentType.Quiz,
                Progress = new ConceptProgress { Current = 0, Total = 64, Percentage = 0 },
            },
            Some.ConceptMade($"c{number}"),
            WholeTask.ConceptDone,
            new BatchCompleteEvent
            {
                BatchIndex = number,
                TotalBatches = 64,
                Progress = new BatchProgress { Completed = 0, Failed = 0, Total = 64, Percentage = 0 },
            },
        ];
        return new TaskAppend
        {
            TaskId = taskId,
            Events = [.. events.Select((e, index) => new ReportedEvent(e with { Timestamp = at }, $"{number}-{index}"))],
            Decide = (facts, report) => TaskDecision.Decide(facts, report, fromWorkflow: true, WholeTask.Settle),
        };
    }
}
