using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Roadmap.Contracts;
using Roadmap.Hubs.LiveList;
using Roadmap.Hubs.Operations;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.LiveList;

/// <summary>What is told of a task, and when.</summary>
public sealed class TaskChangesTests
{
    private static readonly string s_all = ListGroups.Of(null, null, null);
    private static readonly TaskState s_made = Some.State();

    private readonly FakeTime _time = new();
    private readonly ListCounts _counts;
    private readonly TaskChanges _changes;

    public TaskChangesTests()
    {
        var metrics = new HubsMetrics(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
        _counts = new ListCounts(reachesOthers: false, _time);
        _counts.Enter(s_all);
        _changes = new TaskChanges(_counts, metrics, _time);
    }

    [Fact]
    public void The_first_change_is_told_at_once_and_then_the_newest_state_after_a_quarter_of_a_second()
    {
        _changes.Tell(null, s_made);
        Take().ShouldBe([0]);
        Report(1);
        Report(2);
        Report(3);
        Take().ShouldBeEmpty();

        _time.Advance(TaskChanges.Interval - TimeSpan.FromTicks(1));
        Take().ShouldBeEmpty();
        _time.Advance(TimeSpan.FromTicks(1));
        Take().ShouldBe([3]);
        _time.Advance(TaskChanges.Interval);
        Take().ShouldBeEmpty();
    }

    [Fact]
    public void A_task_that_changes_all_the_time_is_told_four_times_a_second()
    {
        var told = 0;
        for (var seq = 1; seq <= 10_000; seq++)
        {
            Report(seq);
            told += Take().Count;
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        told.ShouldBe(40);
    }

    [Fact]
    public void The_end_is_told_at_once_and_the_next_attempt_a_quarter_of_a_second_after_it()
    {
        Report(1);
        Take().ShouldBe([1]);
        _time.Advance(TaskChanges.Interval / 2);
        Report(2);
        _changes.Tell(At(2), At(3) with { Status = TaskRunStatus.Failed });
        Take().ShouldBe([3]);

        _changes.Tell(At(3) with { Status = TaskRunStatus.Failed }, At(4));
        _time.Advance(TaskChanges.Interval / 2);
        Take().ShouldBeEmpty();
        _time.Advance(TaskChanges.Interval / 2);
        Take().ShouldBe([4]);
    }

    [Fact]
    public void Appends_that_come_in_the_other_order_leave_the_newest_state()
    {
        Report(2);
        Report(1);
        Take().ShouldBe([2]);
    }

    [Fact]
    public void Another_life_of_a_task_takes_the_place_of_the_one_before()
    {
        Report(7);
        _changes.Tell(null, s_made with { Epoch = "e.2" });

        var told = _changes.Take(10, out _).ShouldHaveSingleItem();
        told.State.Position.ShouldBe(new Position { Epoch = "e.2", Seq = 0 });
    }

    [Fact]
    public void Whoever_filters_by_a_status_that_the_task_had_since_hears_that_it_has_another_one()
    {
        var (processing, review) = (At(1), At(2) with { Status = TaskRunStatus.HumanReviewPending, Owner = "ada" });
        Report(1);
        Take();
        _changes.Tell(s_made, processing);
        _changes.Tell(processing, review);
        _time.Advance(TaskChanges.Interval);

        _changes.Take(10, out _).ShouldHaveSingleItem().Groups().ShouldBe(
            from owner in new[] { null, "ada" }
            from kind in new[] { null, "import" }
            from status in new TaskRunStatus?[] { null, TaskRunStatus.Pending, TaskRunStatus.Processing, TaskRunStatus.HumanReviewPending }
            select ListGroups.Of(owner, kind, status));
    }

    [Fact]
    public void Beyond_its_places_a_change_is_left_out_and_counted()
    {
        for (var i = 0; i <= TaskChanges.Places; i++)
            _changes.Tell(null, s_made with { TaskId = $"t-{i}" });

        var told = TakeChanges();
        foreach (var change in told)
            _counts.Count(change);
        told.Count.ShouldBe(TaskChanges.Places);
        _counts.BeatOf(s_all).Sent.ShouldBe(TaskChanges.Places + 1);

        _time.Advance(TaskChanges.Interval);
        TakeChanges().ShouldBeEmpty();
        _changes.Tell(null, s_made with { TaskId = "one more" });
        TakeChanges().ShouldHaveSingleItem();
    }

    [Fact]
    public void Nothing_is_kept_when_nobody_watches()
    {
        _counts.Leave(s_all);
        Report(1);
        _counts.Enter(s_all);

        Take().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_left_at_the_end_is_told_rested_or_not()
    {
        Report(1);
        Take();
        Report(2);

        _changes.TakeAll().ShouldHaveSingleItem().State.Seq.ShouldBe(2);
        _changes.TakeAll().ShouldBeEmpty();
    }

    private static TaskState At(long seq) => s_made with { Status = TaskRunStatus.Processing, Seq = seq };

    private void Report(long seq) => _changes.Tell(At(seq - 1), At(seq));

    private List<long> Take() => TakeChanges().ConvertAll(change => change.State.Seq);

    private List<TaskChange> TakeChanges() => _changes.Take(int.MaxValue, out _);
}
