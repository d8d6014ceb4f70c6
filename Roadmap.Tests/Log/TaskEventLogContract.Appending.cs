using Roadmap.Hubs.Log;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.Log;

public abstract partial class TaskEventLogContract
{
    [Fact]
    public async Task Events_are_numbered_from_1_without_holes_and_stamped()
    {
        var taskId = await Log.StartTaskAsync();

        var first = await Log.AppendedAsync(taskId, Some.Progress("one"), Some.Progress("two"));
        var second = await Log.AppendedAsync(taskId, Some.Progress("three"));

        first.ShouldSatisfyAllConditions(r => r.Before.Seq.ShouldBe(0), r => r.State.Seq.ShouldBe(2), r => r.LastSeq.ShouldBe(2), r => r.Accepted.ShouldBe(2));
        second.LastSeq.ShouldBe(3);
        var view = await Log.ViewAsync(taskId);
        view.Events.Select(e => e.Seq).ShouldBe([1, 2, 3]);
        view.Events.Select(e => e.Message).ShouldBe(["one", "two", "three"]);
        view.Events.ShouldAllBe(e => e.TaskId == taskId && e.Epoch == view.Head.Epoch && e.Attempt == 1 && e.Timestamp == Some.Timestamp);
        view.Head.ShouldBe(second.State);
        view.OldestSeq.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_reopening()
    {
        var taskId = await Log.StartTaskAsync();
        var appended = await Log.AppendedAsync(taskId, Some.Progress("one"));

        await ReopenAsync();

        var view = await Log.ViewAsync(taskId);
        view.Head.ShouldBe(appended.State);
        view.Events.ShouldHaveSingleItem().ShouldBe(Some.Progress("one") with { TaskId = taskId, Seq = 1, Epoch = appended.State.Epoch, Attempt = 1 });
    }

    [Fact]
    public async Task Subscribers_hear_of_what_was_appended()
    {
        var taskId = await Log.StartTaskAsync();
        var heard = new List<TaskAnnouncement>();
        await using var subscription = await Log.Announcements.SubscribeAsync(taskId, heard.Add, CancellationToken.None);

        await Log.AppendedAsync(taskId, Some.Progress("one"), Some.Progress("two"));

        heard.ShouldHaveSingleItem().Events.ShouldBe((await Log.ViewAsync(taskId)).Events);
    }
}
