using System.Collections.Concurrent;
using System.Globalization;
using Roadmap.Api.Log;
using Roadmap.Hubs.Log;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Log;

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
            ofClient.Select(e => int.Parse(e.Message!.Split('-')[1], CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(0, ReportsPerClient));
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

        await appending;
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_next_view()
    {
        var taskId = await Log.StartTaskAsync();

        for (var i = 1; i <= 50; i++)
        {
            var appended = await Log.AppendedAsync(taskId, Some.Progress());
            (await Log.Log.ReadAsync(taskId, i - 1, 1, CancellationToken.None)).ShouldNotBeNull().Events.ShouldHaveSingleItem().Seq.ShouldBe(appended.LastSeq);
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
        await using var subscription = await Log.Announcements.SubscribeAsync(taskId, _ => read.TrySetResult(Log.ViewAsync(taskId)), CancellationToken.None);

        await Log.AppendedAsync(taskId, Some.Progress());

        (await await read.Task).Events.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_subscriber_that_throws_or_has_left_disturbs_nobody()
    {
        var taskId = await Log.StartTaskAsync();
        var heard = new ConcurrentQueue<TaskAnnouncement>();
        var left = new ConcurrentQueue<TaskAnnouncement>();
        await using var throwing = await Log.Announcements.SubscribeAsync(taskId, _ => throw new InvalidOperationException("a bug"), CancellationToken.None);
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
}
