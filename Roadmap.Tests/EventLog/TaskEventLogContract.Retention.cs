using Roadmap.Api.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    private static readonly LogSettings s_shortRetention = new() { After = TimeSpan.FromHours(2), Idle = TimeSpan.FromHours(10) };

    [Fact]
    public async Task Old_events_are_trimmed_by_number_and_their_ids_are_forgotten()
    {
        await ReopenAsync(new LogSettings { EventsPerTask = 10 });
        var taskId = await Log.StartTaskAsync();

        for (var i = 1; i <= 35; i++)
            await Log.AppendAsync(taskId, Named($"id-{i}"));

        var view = await Log.ViewAsync(taskId);
        view.OldestSeq.ShouldBe(26);
        view.Events.Select(e => e.Seq).ShouldBe(Enumerable.Range(26, 10).Select(i => (long)i));
        (await Log.AppendAsync(taskId, Named("id-26"))).ShouldBeOfType<AppendResult.Appended>().LastSeq.ShouldBe(26);
        (await Log.AppendAsync(taskId, Named("id-25"))).ShouldBeOfType<AppendResult.Appended>().Accepted.ShouldBe(1);
    }

    [Fact]
    [AtLimit("what is kept of a task")]
    public async Task Between_trims_a_task_keeps_no_less_than_promised_and_no_more_than_a_twentieth_over()
    {
        await ReopenAsync(new LogSettings { EventsPerTask = 40 });
        var taskId = await Log.StartTaskAsync();

        for (var i = 1; i <= 100; i++)
        {
            await Log.AppendedAsync(taskId, Some.Progress());
            (await Log.ViewAsync(taskId)).Events.Count.ShouldBeInRange(Math.Min(i, 40), 42);
        }
    }

    [Fact]
    public async Task Old_events_are_trimmed_by_size_and_the_newest_stays_whatever_its_size()
    {
        await ReopenAsync(new LogSettings { BytesPerTask = 5_000 });
        var taskId = await Log.StartTaskAsync();

        for (var i = 0; i < 30; i++)
            await Log.AppendedAsync(taskId, Some.Progress(new string('x', 900)));
        var kept = (await Log.ViewAsync(taskId)).Events.Count;
        await Log.AppendedAsync(taskId, Some.Progress(new string('x', 20_000)));

        kept.ShouldBeInRange(4, 5);
        var view = await Log.ViewAsync(taskId);
        view.Events.ShouldHaveSingleItem().Seq.ShouldBe(31);
        view.OldestSeq.ShouldBe(31);
    }

    [Fact]
    public async Task A_report_longer_than_what_is_kept_leaves_its_end()
    {
        await ReopenAsync(new LogSettings { EventsPerTask = 10 });
        var taskId = await Log.StartTaskAsync();

        var appended = await Log.AppendedAsync(taskId, [.. Enumerable.Range(1, 100).Select(i => Some.Progress($"{i}"))]);

        appended.LastSeq.ShouldBe(100);
        (await Log.ViewAsync(taskId)).Events.Select(e => e.Message).ShouldBe(Enumerable.Range(91, 10).Select(i => $"{i}"));
    }

    [Fact]
    public async Task An_ended_task_goes_after_its_time_and_may_be_made_again_in_another_epoch()
    {
        await ReopenAsync(s_shortRetention);
        var taskId = await Log.StartTaskAsync();
        var ended = await Log.AppendedAsync(taskId, Some.Completed());

        Log.Pass(TimeSpan.FromMinutes(119));
        (await Log.ViewAsync(taskId)).Head.ShouldBe(ended.State);
        Log.Pass(TimeSpan.FromMinutes(3));

        await IsGoneAsync(taskId);
        await Log.StartTaskAsync(Some.WorkerTask(taskId));
        var again = await Log.ViewAsync(taskId);
        again.Head.Epoch.ShouldNotBe(ended.State.Epoch);
        again.ShouldSatisfyAllConditions(v => v.Head.Seq.ShouldBe(0), v => v.Events.ShouldBeEmpty());
    }

    [Fact]
    public async Task A_retry_takes_the_expiry_back()
    {
        await ReopenAsync(s_shortRetention);
        var retried = await Log.StartTaskAsync();
        var witness = await Log.StartTaskAsync();
        await Log.AppendedAsync(retried, Some.Completed());
        await Log.AppendedAsync(witness, Some.Completed());

        Log.Pass(TimeSpan.FromMinutes(60));
        await Log.AppendedAsync(retried, Some.RetryStarted());
        Log.Pass(TimeSpan.FromMinutes(180));

        await IsGoneAsync(witness);
        (await Log.ViewAsync(retried)).Head.Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_task_that_goes_on_is_kept_until_it_was_idle_for_long()
    {
        await ReopenAsync(s_shortRetention);
        var silent = await Log.StartTaskAsync();
        var working = await Log.StartTaskAsync();
        await Log.AppendedAsync(silent, Some.Progress());

        Log.Pass(TimeSpan.FromHours(6));
        await Log.AppendedAsync(working, Some.Progress());
        Log.Pass(TimeSpan.FromHours(6));

        await IsGoneAsync(silent);
        (await Log.ViewAsync(working)).Head.Seq.ShouldBe(1);
    }

    private Task IsGoneAsync(string taskId) =>
        Wait.Eventually("the task is deleted", async () => await Log.Log.ReadAsync(taskId, 0, 0, CancellationToken.None) is null);
}
