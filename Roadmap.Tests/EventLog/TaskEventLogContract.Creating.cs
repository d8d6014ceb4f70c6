using Roadmap.Api.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    [Fact]
    public async Task A_new_task_stands_at_seq_0_of_an_epoch_of_its_own()
    {
        var task = Some.WorkerTask(Some.TaskId()) with { Owner = "ada", Title = "The import" };

        var created = (await Log.Log.CreateAsync(task, CancellationToken.None)).ShouldBeOfType<CreateResult.Created>().State;

        created.ShouldSatisfyAllConditions(
            s => s.Seq.ShouldBe(0), s => s.Owner.ShouldBe("ada"), s => s.Title.ShouldBe("The import"), s => s.Attempt.ShouldBe(1),
            s => s.CreatedAt.ShouldBe(Some.Timestamp));
        created.Epoch.ShouldMatch("^[A-Za-z0-9.-]{1,64}$");
        var view = await Log.ViewAsync(task.TaskId);
        view.Head.ShouldBe(created);
        view.ShouldSatisfyAllConditions(v => v.Events.ShouldBeEmpty(), v => v.OldestSeq.ShouldBe(1));
        (await Log.ViewAsync(await Log.StartTaskAsync())).Head.Epoch.ShouldNotBe(created.Epoch);
    }

    [Fact]
    public async Task Creating_a_task_again_finds_it_as_it_is_and_another_request_is_told_that_the_id_is_taken()
    {
        var task = Some.WorkerTask(Some.TaskId());
        await Log.StartTaskAsync(task);
        var appended = await Log.AppendedAsync(task.TaskId, Some.Progress());

        (await Log.Log.CreateAsync(task, CancellationToken.None)).ShouldBe(new CreateResult.Repeated(appended.State, 1));
        (await Log.Log.CreateAsync(task with { Fingerprint = "something else" }, CancellationToken.None))
            .ShouldBeOfType<CreateResult.Taken>();
    }

    [Fact]
    public async Task Many_who_create_one_task_at_once_create_it_once()
    {
        var task = Some.WorkerTask(Some.TaskId());

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Log.Log.CreateAsync(task, CancellationToken.None)));

        results.OfType<CreateResult.Created>().ShouldHaveSingleItem();
        results.OfType<CreateResult.Repeated>().Count().ShouldBe(19);
    }

    [Fact]
    public async Task A_restored_log_renews_every_epoch_once_also_those_of_old_events()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.Progress());
        var before = (await Log.ViewAsync(taskId)).Head.Epoch;
        await ReopenAsync();
        (await Log.ViewAsync(taskId)).Head.Epoch.ShouldBe(before, "a plain restart goes on");

        await ReopenAsync(new LogSettings { Restored = "2026-01-31" });
        var view = await Log.ViewAsync(taskId);
        view.Head.Epoch.ShouldNotBe(before);
        view.Events.ShouldHaveSingleItem().Epoch.ShouldBe(view.Head.Epoch);

        await ReopenAsync(new LogSettings { Restored = "2026-01-31" });
        (await Log.ViewAsync(taskId)).Head.Epoch.ShouldBe(view.Head.Epoch, "the text is remembered");

        await ReopenAsync();
        (await Log.ViewAsync(taskId)).Head.Epoch.ShouldBe(view.Head.Epoch, "taking the setting away restores nothing");
    }
}
