using Roadmap.Client.Watching;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.State;

/// <summary>What is expected of a task, by what earlier ones took.</summary>
public sealed class EarlierRunsTests
{
    [Fact]
    public void Without_runs_nothing_is_known()
    {
        EarlierRuns.Of([]).ShouldBeNull();
        Begun().ToSnapshot(1).Expected.ShouldBeNull();
    }

    [Fact]
    public void One_run_says_little_and_many_say_more()
    {
        var one = Expect(Begun(), Run(100));
        var many = Expect(Begun(), [.. Enumerable.Range(1, 20).Select(n => Run(90 + n))]);

        (one.Runs, one.Low, one.High).ShouldBe((1, 66.7, 150));
        (many.Runs, many.Low, many.High).ShouldBe((20, 90.6, 110.8));
    }

    [Fact]
    public void One_run_that_hung_for_hours_does_not_count()
    {
        List<FinishedRun> runs = [.. Enumerable.Repeat(Run(100), 19), Run(20_000)];

        Expect(Begun(), runs).High.ShouldBe(102.5);
    }

    [Fact]
    public void What_was_worked_on_the_present_step_is_no_longer_left_and_what_it_waited_for_is()
    {
        var run = Run(100, ("reading", 100), ("storing", 40));
        var storing = Apply(Begun(), StepAt("reading", 1), StepAt("storing", 500), StepAt("storing", 510));

        var expected = Expect(storing, [run]);
        (expected.At, expected.Low, expected.High).ShouldBe((At(510), 16.7, 50));

        var waiting = Apply(storing, StepAt("storing", 512, "human_review_pending"));
        var approved = Apply(waiting, StepAt("storing", 9_000), StepAt("storing", 9_003));
        Expect(approved, [run]).High.ShouldBe(45);

        var recovered = Apply(approved, new TaskRecoveringEvent { Timestamp = At(20_000) });
        Expect(recovered, [run]).High.ShouldBe(45, "nobody worked while it was away");
    }

    [Fact]
    public void A_step_that_runs_come_to_again_and_again_says_nothing_of_where_they_are()
    {
        var done = Apply(
            Begun(), StepAt("load", 0), StepAt("convert", 40), StepAt("load", 50), StepAt("convert", 90),
            new CompletedEvent { Timestamp = At(100) });
        var run = FinishedRun.Between(Begun(), done).ShouldNotBeNull();
        run.LeftMs.ShouldBeEmpty();

        var expected = Expect(Apply(Begun(), StepAt("load", 0), StepAt("convert", 10)), [run]);

        expected.Steps.ShouldBeEmpty();
        expected.High.ShouldBe(140, "the whole, less what was worked");
    }

    [Fact]
    public void A_step_that_few_runs_come_to_is_left_out()
    {
        var expected = Expect(Begun(), [Run(50, ("load", 50)), Run(50, ("load", 50)), Run(50, ("load", 50), ("mend", 1))]);

        expected.Steps.Select(step => step.Step).ShouldBe(["load"]);
    }

    [Fact]
    public void A_worker_may_name_a_step_for_each_file()
    {
        var state = Apply(Begun(), [.. Enumerable.Range(0, 500).Select(n => StepAt($"file_{n}", n))]);

        state.Work.ShouldNotBeNull().Begun.Count.ShouldBe(WorkClock.Steps);
        FinishedRun.Between(state, Apply(state, new CompletedEvent { Timestamp = At(500) }))!.WorkedMs.ShouldBe(500_000);
    }

    [Fact]
    public void Of_a_task_that_takes_longer_nothing_is_left_and_of_one_that_has_ended_nothing_is_said()
    {
        var late = Apply(Begun(), StepAt("load", 500));
        (Expect(late, [Run(10)]).Low, Expect(late, [Run(10)]).High).ShouldBe((0, 0));

        var ended = Apply(late, new CompletedEvent { Timestamp = At(501) });
        EarlierRuns.Of([Run(10)])!.ExpectOf(ended).ShouldBeNull();
    }

    [Fact]
    public void What_the_server_tries_again_goes_on_from_somewhere_and_a_worker_begins_anew()
    {
        var retry = Some.RetryStarted() with { Timestamp = At(50) };
        var ours = Apply(Begun() with { Origin = TaskOrigin.Workflow }, new FailedEvent { Error = "no", Timestamp = At(40) }, retry);
        var workers = Apply(Begun(), new FailedEvent { Error = "no", Timestamp = At(40) }, retry);

        EarlierRuns.Of([Run(100)])!.ExpectOf(ours).ShouldBeNull();
        Expect(workers, [Run(100)]).High.ShouldBe(150);
        Expect(Apply(workers, StepAt("load", 90), StepAt("load", 100)), [Run(100)]).High.ShouldBe(140, "it waited for somebody until 90");
    }

    [Fact]
    public void Of_an_attempt_that_an_earlier_version_has_stored_a_part_of_nothing_is_known()
    {
        var state = Begun() with { Work = null };

        EarlierRuns.Of([Run(100)])!.ExpectOf(state).ShouldBeNull();
        FinishedRun.Between(state, Apply(state, new CompletedEvent { Timestamp = At(60) })).ShouldBeNull();
        Apply(state, Some.RetryStarted()).Work.ShouldBe(WorkClock.Unbegun);
    }

    /// <summary>A client folds what it was told, and need not ask again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_client_that_heard_it_once_comes_to_what_the_server_says_later(int seed)
    {
#pragma warning disable CA5394 // Nothing secret depends on it.
        var random = new Random(seed);
        string[] steps = ["load", "check", "store", "elsewhere"];
        var runs = EarlierRuns.Of(
            [Run(100, ("load", 90), ("check", 60), ("store", 20)), Run(130, ("load", 95), ("check", 50), ("store", 30))])!;
        var server = Some.State() with { Work = WorkClock.Unbegun };
        var client = new TaskView();
        client.Apply(server.ToSnapshot(1, runs));
        var second = 0.0;
        for (var i = 0; i < 200; i++)
        {
            second += random.Next(0, 4_000) / 1_000.0;
            TaskEvent next = random.Next(12) switch
            {
                0 => new TaskRecoveringEvent { Timestamp = At(second) },
                1 => StepAt(server.CurrentStep, second, "human_review_pending"),
                2 => Some.ConceptMade($"c-{i}") with { Timestamp = At(second) },
                _ => StepAt(steps[random.Next(steps.Length)], second),
            };
#pragma warning restore CA5394
            server = Apply(server, next);
            client.Apply(next with { TaskId = server.TaskId, Seq = server.Seq, Epoch = server.Epoch, Attempt = 1 });

            var (said, folded) = (server.ToSnapshot(1, runs).Expected!, client.Snapshot!.Expected!);
            folded.At.ShouldBe(said.At);
            if (said.Steps.Any(step => step.Step == server.CurrentStep))
            {
                folded.Low.ShouldBe(said.Low, 0.5, $"event {i}");
                folded.High.ShouldBe(said.High, 0.5, $"event {i}");
            }
        }
    }

    private static ExpectedWork Expect(TaskState state, params IReadOnlyList<FinishedRun> runs) =>
        EarlierRuns.Of(runs)!.ExpectOf(state).ShouldNotBeNull();

    private static FinishedRun Run(int seconds, params (string Step, int Left)[] steps) =>
        new(At(0), seconds * 1_000, steps.ToDictionary(step => step.Step, step => step.Left * 1_000L));

    private static TaskState Begun() => Apply(Some.State() with { Work = WorkClock.Unbegun }, StepAt("queued", 0));

    private static ProgressEvent StepAt(string step, double second, string status = "processing") =>
        new() { Step = step, Status = status, Timestamp = At(second) };

    private static DateTimeOffset At(double second) => Some.Timestamp.AddSeconds(second);

    private static TaskState Apply(TaskState state, params IEnumerable<TaskEvent> events) =>
        events.Aggregate(state, (before, e) => before.Apply(
            e with { Seq = before.Seq + 1, Attempt = before.Attempt + (e is RetryStartedEvent ? 1 : 0) }));
}
