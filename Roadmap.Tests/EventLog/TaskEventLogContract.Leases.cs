using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog;

public abstract partial class TaskEventLogContract
{
    // So long that the time which the test itself takes, by a clock that cannot be stopped, makes no difference.
    private static readonly TimeSpan s_lease = TimeSpan.FromHours(10);
    private static readonly TimeSpan s_almost = s_lease - TimeSpan.FromHours(1);
    private static readonly TimeSpan s_theRest = TimeSpan.FromHours(2);

    private Task<string> StartLeasedTaskAsync() => Log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Lease = s_lease });

    private async Task<IReadOnlyList<string>> ExpiredAsync() => await Log.Index.FindExpiredLeasesAsync(10, CancellationToken.None);

    [Fact]
    public async Task A_workers_lease_runs_from_the_creation_and_passes()
    {
        var taskId = await StartLeasedTaskAsync();
        await Log.StartTaskAsync();

        Log.Pass(s_almost);
        (await ExpiredAsync()).ShouldBeEmpty();
        Log.Pass(s_theRest);

        (await ExpiredAsync()).ShouldBe([taskId]);
        (await FactsAsync(taskId)).LeaseExpired.ShouldBeTrue();
    }

    [Fact]
    public async Task Reports_repeated_reports_and_heartbeats_renew_a_lease_and_refusals_do_not()
    {
        var taskId = await StartLeasedTaskAsync();

        foreach (var report in new ReportedEvent[][] { [Named("a")], [Named("a")], [] })
        {
            Log.Pass(s_almost);
            await Log.AppendAsync(taskId, report);
        }

        Log.Pass(s_almost);
        (await ExpiredAsync()).ShouldBeEmpty();
        (await FactsAsync(taskId)).LeaseExpired.ShouldBeFalse();
        Log.Pass(s_theRest);
        (await ExpiredAsync()).ShouldBe([taskId]);
    }

    [Fact]
    public async Task A_lease_ends_with_the_task_and_runs_anew_with_a_retry()
    {
        var taskId = await StartLeasedTaskAsync();
        await Log.AppendedAsync(taskId, Some.Completed());
        Log.Pass(s_lease * 2);
        (await ExpiredAsync()).ShouldBeEmpty();

        await Log.AppendedAsync(taskId, Some.RetryStarted());

        (await ExpiredAsync()).ShouldBeEmpty();
        Log.Pass(s_lease * 2);
        (await ExpiredAsync()).ShouldBe([taskId]);
    }

    [Fact]
    public async Task After_a_start_every_open_lease_runs_anew_in_full()
    {
        var taskId = await StartLeasedTaskAsync();
        Log.Pass(s_lease * 2);

        await ReopenAsync();

        (await ExpiredAsync()).ShouldBeEmpty();
        Log.Pass(s_lease * 2);
        (await ExpiredAsync()).ShouldBe([taskId]);
    }

    [Fact]
    public async Task One_runner_alone_gets_a_generation()
    {
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));

        var acquired = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Log.Generations.AcquireAsync(taskId, s_lease, CancellationToken.None)));

        acquired.OfType<AcquiredGeneration>().ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(a => a.Run.ShouldBe(1), a => a.Checkpoint.ShouldBe("start"));
        (await FactsAsync(taskId)).HasLiveRun.ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_writes_until_another_has_taken_over()
    {
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await AcquireAsync(taskId);
        Log.Pass(s_lease * 2);
        (await FactsAsync(taskId)).HasLiveRun.ShouldBeFalse();
        (await WriteAsync(taskId, run: 1, "late")).ShouldBeOfType<AppendResult.Appended>();

        var second = await AcquireAsync(taskId);

        second.ShouldSatisfyAllConditions(a => a.Run.ShouldBe(2), a => a.Checkpoint.ShouldBe("late"));
        (await WriteAsync(taskId, run: 1, "stale")).ShouldBeOfType<AppendResult.StaleRun>();
        (await Log.ViewAsync(taskId)).Head.Seq.ShouldBe(1);
        (await Log.Generations.RenewAsync([(taskId, 1), (taskId, 2)], s_lease, CancellationToken.None)).ShouldBe([taskId]);
    }

    [Fact]
    public async Task A_renewed_run_stays_live_and_a_released_one_is_over()
    {
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await AcquireAsync(taskId);
        Log.Pass(s_lease * 0.9);
        (await Log.Generations.RenewAsync([(taskId, 1)], s_lease, CancellationToken.None)).ShouldBeEmpty();
        Log.Pass(s_lease * 0.9);
        (await Log.Generations.AcquireAsync(taskId, s_lease, CancellationToken.None)).ShouldBeNull();

        await Log.Generations.ReleaseAsync(taskId, 1, CancellationToken.None);

        (await WriteAsync(taskId, run: 1, "stale")).ShouldBeOfType<AppendResult.StaleRun>();
        (await AcquireAsync(taskId)).Run.ShouldBe(2);
    }

    [Fact]
    public async Task The_runs_of_an_earlier_process_are_over()
    {
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await AcquireAsync(taskId);
        (await WriteAsync(taskId, run: 1, "saved")).ShouldBeOfType<AppendResult.Appended>();

        await ReopenAsync();

        (await WriteAsync(taskId, run: 1, "stale")).ShouldBeOfType<AppendResult.StaleRun>();
        (await Log.Generations.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([taskId]);
        (await AcquireAsync(taskId)).ShouldSatisfyAllConditions(a => a.Run.ShouldBe(2), a => a.Checkpoint.ShouldBe("saved"));
    }

    [Fact]
    public async Task Runnable_is_what_has_not_ended_and_does_not_wait_and_nobody_runs()
    {
        var fresh = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        var running = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        var waiting = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        var ended = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await Log.StartTaskAsync();
        await AcquireAsync(running);
        await Log.AppendedAsync(waiting, Some.ReviewRequired());
        await Log.AppendedAsync(ended, Some.Completed());

        (await Log.Generations.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([fresh]);
        (await Log.Generations.AcquireAsync(ended, s_lease, CancellationToken.None)).ShouldBeNull();
        (await Log.Generations.AcquireAsync("nobody", s_lease, CancellationToken.None)).ShouldBeNull();
        await Log.AppendedAsync(waiting, Some.ApprovalRequested());
        (await Log.Generations.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([fresh, waiting], ignoreOrder: true);
        (await Log.Generations.FindRunnableAsync(1, CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_knows_its_task_in_another_epoch_is_stale()
    {
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        var epoch = (await AcquireAsync(taskId)).State.Epoch;

        (await WriteAsync(taskId, run: 1, "another", "another")).ShouldBeOfType<AppendResult.StaleRun>();
        (await WriteAsync(taskId, run: 1, "the same", epoch)).ShouldBeOfType<AppendResult.Appended>();
    }

    [Fact]
    public async Task Nothing_is_given_back_to_a_log_that_has_lost_nothing()
    {
        await ReopenAsync(s_shortRetention);
        var taskId = await Log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        var acquired = await AcquireAsync(taskId);
        var known = new KnownGeneration
        {
            State = acquired.State,
            Run = acquired.Run,
            Checkpoint = "out of date",
            Fingerprint = acquired.Fingerprint,
            Content = new Dictionary<string, ConceptContent>(StringComparer.Ordinal),
        };

        (await Log.Generations.RestoreAsync(known, s_lease, CancellationToken.None)).ShouldBeNull("somebody else may have it");
        await Log.Generations.ReleaseAsync(taskId, acquired.Run, CancellationToken.None);
        (await AcquireAsync(taskId)).Checkpoint.ShouldBe("start");
        Log.Pass(s_shortRetention.Idle + TimeSpan.FromMinutes(2));
        await IsGoneAsync(taskId);

        (await Log.Generations.RestoreAsync(known, s_lease, CancellationToken.None)).ShouldBeNull();
        (await Log.Log.ReadAsync(taskId, 0, 0, CancellationToken.None)).ShouldBeNull();
    }

    private async Task<AcquiredGeneration> AcquireAsync(string taskId) =>
        (await Log.Generations.AcquireAsync(taskId, s_lease, CancellationToken.None)).ShouldNotBeNull();

    private Task<AppendResult> WriteAsync(string taskId, int run, string checkpoint, string? epoch = null) => Log.Log.AppendAsync(
        LogVerbs.AcceptAll(taskId, new ReportedEvent(Some.Progress())) with { Workflow = new WorkflowWrite(run, checkpoint, Epoch: epoch) },
        CancellationToken.None);

    /// <summary>What a decision would see; it then refuses.</summary>
    private async Task<TaskFacts> FactsAsync(string taskId)
    {
        TaskFacts? seen = null;
        await Log.Log.AppendAsync(
            new TaskAppend
            {
                TaskId = taskId,
                RenewsLease = true,
                Decide = (facts, _) =>
                {
                    seen = facts;
                    return new Decision.Refused("asked_only", "Only asked.");
                },
            },
            CancellationToken.None);
        return seen.ShouldNotBeNull();
    }
}
