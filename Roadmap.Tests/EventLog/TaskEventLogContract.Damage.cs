using Roadmap.Api.EventLog;
using Roadmap.Api.Roadmaps;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

/// <summary>
/// What the log holds may have been written by another version, or broken from outside. One such record harms nothing but itself.
/// </summary>
public abstract partial class TaskEventLogContract
{
    private static readonly TimeSpan s_runLease = TimeSpan.FromSeconds(10);

    /// <summary>What can be wrong with the record of a task.</summary>
    public enum Damage
    {
        StatusOfAnotherVersion,
        StatusAsNumber,
        OriginOfAnotherVersion,
        KindOfNoWord,
        BrokenCommand,
        CommandOfAnotherVersion,
        TimeBeyondAll,
        AttemptOfNoNumber,
        PercentageBeyondAll,
        ConceptOutcomeOfAnotherVersion,
        NoCheckpoint,
        BrokenEvent,
        EventOfNoType,
        NoEvent,
    }

    [Theory]
    [InlineData(Damage.StatusOfAnotherVersion)]
    [InlineData(Damage.StatusAsNumber)]
    [InlineData(Damage.BrokenCommand)]
    [InlineData(Damage.CommandOfAnotherVersion)]
    [InlineData(Damage.TimeBeyondAll)]
    [InlineData(Damage.PercentageBeyondAll)]
    [InlineData(Damage.KindOfNoWord)]
    [InlineData(Damage.AttemptOfNoNumber)]
    public async Task A_task_that_cannot_be_read_is_ended_by_whoever_reads_it(Damage damage)
    {
        var taskId = await Log.StartTaskAsync();
        var other = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.Progress());
        await DamageAndReopenAsync(damage, taskId);

        (await Log.ViewAsync(taskId)).Head.ShouldSatisfyAllConditions(
            s => s.Status.ShouldBe(TaskRunStatus.Failed), s => s.Seq.ShouldBe(2), s => s.Error.ShouldNotBeNull());
        var page = await Log.Index.ListAsync(new TaskFilter(null, null, null, 10), CancellationToken.None);
        page.Tasks.Select(task => (task.TaskId, task.Status)).ShouldBe([(other, TaskRunStatus.Pending), (taskId, TaskRunStatus.Failed)]);
        TaskState? met = null;
        await Log.Log.AppendAsync(
            LogVerbs.AcceptAll(taskId) with { Decide = (facts, _) => Refuse(met = facts.State) }, CancellationToken.None);

        met.ShouldNotBeNull().Status.ShouldBe(TaskRunStatus.Failed);
        var view = await Log.ViewAsync(taskId);
        view.Events.Select(e => e.Type).ShouldBe(["progress", "failed"]);
        view.Head.ShouldSatisfyAllConditions(s => s.Status.ShouldBe(TaskRunStatus.Failed), s => s.Seq.ShouldBe(2));
        await Log.AppendedAsync(other, Some.Progress());
    }

    /// <summary>While the log goes on, and remembers what it wrote.</summary>
    [Theory]
    [InlineData(Damage.StatusOfAnotherVersion)]
    [InlineData(Damage.KindOfNoWord)]
    [InlineData(Damage.BrokenCommand)]
    [InlineData(Damage.AttemptOfNoNumber)]
    public async Task What_is_shown_of_a_task_is_what_a_report_meets(Damage damage)
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.Progress());
        await DamageAsync(damage, taskId);

        var listed = (await Log.Index.ListAsync(new TaskFilter(null, null, null, 10), CancellationToken.None)).Tasks.ShouldHaveSingleItem();
        var shown = (await Log.ViewAsync(taskId)).Head;
        TaskState? met = null;
        await Log.Log.AppendAsync(
            LogVerbs.AcceptAll(taskId) with { Decide = (facts, _) => Refuse(met = facts.State) }, CancellationToken.None);

        (listed.Status, listed.Seq, listed.Kind, listed.Attempt).ShouldBe((shown.Status, shown.Seq, shown.Kind, 1));
        met.ShouldBe(shown);
        await ReopenAsync();
        (await Log.ViewAsync(taskId)).Head.ShouldBe(shown);
    }

    [Theory]
    [InlineData(Damage.StatusOfAnotherVersion)]
    [InlineData(Damage.OriginOfAnotherVersion)]
    [InlineData(Damage.KindOfNoWord)]
    [InlineData(Damage.TimeBeyondAll)]
    [InlineData(Damage.AttemptOfNoNumber)]
    public async Task A_generation_that_could_not_be_read_may_be_tried_again(Damage damage)
    {
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await DamageAndReopenAsync(damage, taskId);
        (await Log.Generations.AcquireAsync(taskId, s_runLease, CancellationToken.None)).ShouldBeNull();
        await ReopenAsync();

        var retried = await Log.Log.AppendAsync(
            LogVerbs.AcceptAll(taskId) with { Decide = (facts, _) => RetryTaskHandler.Decide(facts, Some.Timestamp) },
            CancellationToken.None);

        retried.ShouldBeOfType<AppendResult.Appended>().State.Attempt.ShouldBe(2);
        (await Log.Generations.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([taskId]);
        (await Log.Generations.AcquireAsync(taskId, s_runLease, CancellationToken.None)).ShouldNotBeNull().State.ShouldSatisfyAllConditions(
            s => s.Status.ShouldBe(TaskRunStatus.Processing), s => s.Kind.ShouldBe(TaskKinds.RoadmapGeneration),
            s => s.Attempt.ShouldBe(2));
    }

    [Theory]
    [InlineData(Damage.StatusOfAnotherVersion)]
    [InlineData(Damage.OriginOfAnotherVersion)]
    [InlineData(Damage.BrokenCommand)]
    [InlineData(Damage.NoCheckpoint)]
    public async Task A_generation_that_cannot_be_read_is_handed_to_nobody_and_has_failed(Damage damage)
    {
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        var other = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await DamageAndReopenAsync(damage, taskId);

        (await Log.Generations.AcquireAsync(taskId, s_runLease, CancellationToken.None)).ShouldBeNull();

        var view = await Log.ViewAsync(taskId);
        view.Events.ShouldHaveSingleItem().ShouldBeOfType<FailedEvent>();
        view.Head.Status.ShouldBe(TaskRunStatus.Failed);
        (await Log.Generations.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([other]);
        (await Log.Generations.AcquireAsync(other, s_runLease, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_concept_that_was_counted_as_something_unknown_is_passed_over()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.ConceptMade("c-1"), Some.ConceptMade("c-2"));
        await DamageAndReopenAsync(Damage.ConceptOutcomeOfAnotherVersion, taskId);

        var appended = await Log.AppendedAsync(taskId, Some.ConceptMade("c-2"));

        appended.State.Outcomes.Keys.ShouldBe(["c-2"]);
        appended.State.ConceptsCompleted.ShouldBe(2, "the second was counted already");
    }

    [Theory]
    [InlineData(Damage.BrokenEvent)]
    [InlineData(Damage.EventOfNoType)]
    public async Task An_event_that_cannot_be_read_leaves_no_hole_and_harms_no_other(Damage damage)
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, Some.Progress("1"), Some.Progress("2"), Some.Progress("3"));
        await DamageAndReopenAsync(damage, taskId);

        var appended = await Log.AppendedAsync(taskId, Some.Progress("4"));

        var view = await Log.ViewAsync(taskId);
        view.Events.Select(e => (e.Seq, e.Epoch, e.TaskId)).ShouldBe(
            [.. Enumerable.Range(1, 4).Select(seq => ((long)seq, appended.State.Epoch, taskId))]);
        view.Events.Select(e => e.Type).ShouldBe(["progress", "unknown", "progress", "progress"]);
        view.Events[1].ShouldBeOfType<UnreadableTaskEvent>().Message.ShouldBe(UnreadableTaskEvent.ForPeople);
        (await Log.Log.ReadAsync(taskId, 1, 1, CancellationToken.None)).ShouldNotBeNull().Events.ShouldHaveSingleItem().Seq.ShouldBe(2);
    }

    [Fact]
    [AtLimit("bytes of a page")]
    public async Task A_page_of_tasks_is_bounded_in_bytes_and_the_next_goes_on_behind_it()
    {
        var tasks = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            tasks.Insert(0, await Log.StartTaskAsync());
            await Log.AppendedAsync(tasks[0], new FailedEvent { Error = new string('x', 60_000), Timestamp = Some.Timestamp });
        }

        var first = await Log.Index.ListAsync(new TaskFilter(null, null, null, 1_000), CancellationToken.None);
        var second = await Log.Index.ListAsync(new TaskFilter(null, null, long.Parse(first.NextCursor!), 1_000), CancellationToken.None);

        first.Tasks.Count.ShouldBeInRange(17, 19);
        second.NextCursor.ShouldBeNull();
        first.Tasks.Concat(second.Tasks).Select(task => task.TaskId).ShouldBe(tasks);
    }

    [Fact]
    public async Task A_log_that_takes_writes_says_so_and_is_none_the_fuller()
    {
        var taskId = await Log.StartTaskAsync();

        await Log.Log.CheckAsync(CancellationToken.None);

        (await Log.ViewAsync(taskId)).Head.Seq.ShouldBe(0);
        (await Log.Index.ListAsync(new TaskFilter(null, null, null, 10), CancellationToken.None)).Tasks.ShouldHaveSingleItem();
    }

    /// <summary>Breaks a record of the log behind its back. Of concepts: <c>c-1</c>; of events: the second.</summary>
    private protected abstract Task DamageAsync(Damage damage, string taskId);

    private async Task DamageAndReopenAsync(Damage damage, string taskId)
    {
        await DamageAsync(damage, taskId);
        await ReopenAsync();
    }

    private static Decision.Refused Refuse(TaskState state) => new(ErrorCodes.Conflict, $"It is {state.Status}.");
}
