using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Runs;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    private const string Imports = "worker:import";

    [Fact]
    public async Task What_a_task_took_is_remembered_by_its_kind_also_when_it_waited_and_the_log_was_closed_meanwhile()
    {
        var taskId = await Log.StartTaskAsync();
        await Log.AppendedAsync(taskId, StepAt("reading", 100), StepAt("checking", 110));
        await ReopenAsync();
        await Log.AppendedAsync(taskId, StepAt("checking", 112, "human_review_pending"), StepAt("storing", 900));
        (await RunsAsync(Imports)).ShouldBeEmpty("it goes on");

        await Log.AppendedAsync(taskId, new CompletedEvent { Timestamp = At(905) });

        await ReopenAsync();
        var run = (await RunsAsync(Imports)).ShouldHaveSingleItem();
        (run.At, run.WorkedMs).ShouldBe((At(905), 17_000));
        run.LeftMs.ShouldBe(
            new Dictionary<string, long> { ["reading"] = 17_000, ["checking"] = 7_000, ["storing"] = 5_000 }, ignoreOrder: true);
    }

    [Fact]
    public async Task What_went_no_whole_way_is_not_remembered()
    {
        var (failed, cancelled, sudden) = (await Log.StartTaskAsync(), await Log.StartTaskAsync(), await Log.StartTaskAsync());
        await Log.AppendedAsync(failed, StepAt("reading", 0), new FailedEvent { Error = "no", Timestamp = At(60) });
        await Log.AppendedAsync(cancelled, StepAt("reading", 0), new CancelledEvent { Timestamp = At(60) });
        await Log.AppendedAsync(sudden, StepAt("reading", 0), new CompletedEvent { Timestamp = At(0.9) });

        // The server's own goes on from where it stopped; a worker's begins anew.
        var generation = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        foreach (var taskId in new[] { generation, failed })
        {
            if (taskId == generation)
                await Log.AppendedAsync(taskId, StepAt("reading", 0), new FailedEvent { Error = "no", Timestamp = At(60) });
            await Log.AppendedAsync(taskId, Some.RetryStarted() with { Timestamp = At(70) });
            await Log.AppendedAsync(taskId, StepAt("reading", 100), new CompletedEvent { Timestamp = At(130) });
        }

        (await RunsAsync("workflow:roadmap_generation")).ShouldBeEmpty();
        (await RunsAsync(Imports)).ShouldHaveSingleItem().WorkedMs.ShouldBe(30_000);
    }

    [Fact]
    public async Task Only_the_last_runs_are_remembered_and_they_stay_when_their_tasks_go()
    {
        for (var seconds = 1; seconds <= IFinishedRuns.PerGroup + 5; seconds++)
            await RunAsync("import", seconds);

        Log.Pass(TimeSpan.FromHours(30));
        await Wait.Eventually("the tasks go", async () =>
            (await Log.Index.ListAsync(new TaskFilter(null, null, null, 1), CancellationToken.None)).Tasks.Count == 0);

        (await RunsAsync(Imports)).Select(run => run.WorkedMs).ShouldBe(
            Enumerable.Range(6, IFinishedRuns.PerGroup).Select(seconds => seconds * 1_000L).Reverse());
    }

    [Fact]
    public async Task Kinds_are_free_and_only_so_many_are_remembered()
    {
        if (IsInParts)
            return;
        await RunAsync("first", 5);
        await RunAsync("second", 5);
        await Parallel.ForAsync(0, IFinishedRuns.Groups - 2, async (i, _) => await RunAsync($"kind_{i}", 5));
        await RunAsync("first", 6);

        await RunAsync("last", 5);

        (await RunsAsync("worker:second")).ShouldBeEmpty("it was completed longest ago");
        (await RunsAsync("worker:first")).Count.ShouldBe(2);
        (await RunsAsync("worker:last")).Count.ShouldBe(1);
        (await RunsAsync("worker:kind_7")).Count.ShouldBe(1);
    }

    private async Task RunAsync(string kind, int seconds)
    {
        var taskId = await Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Kind = kind });
        await Log.AppendedAsync(taskId, StepAt("reading", seconds), new CompletedEvent { Timestamp = At(seconds * 2) });
    }

    private Task<IReadOnlyList<FinishedRun>> RunsAsync(string group) => Log.Runs.ReadAsync(group, CancellationToken.None).InTime();

    private static ProgressEvent StepAt(string step, double second, string status = "processing") =>
        new() { Step = step, Status = status, Timestamp = At(second) };

    private static DateTimeOffset At(double second) => Some.Timestamp.AddSeconds(second);
}
