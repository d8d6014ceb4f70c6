using Roadmap.Api.EventLog;
using Roadmap.Contracts;
using Roadmap.Hubs.State;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>What Redis is given back of a generation when it has lost something, and by whom.</summary>
public sealed class RedisRestoreTests : IAsyncLifetime
{
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(10);

    private RedisServer _server = null!;
    private RedisLogUnderTest _log = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _log = await RedisLogUnderTest.OpenAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task All_of_a_task_comes_back_but_its_events_and_its_run_goes_on()
    {
        var known = await RunAsync();
        await _server.ExecuteAsync("FLUSHALL");

        var restored = await RestoreAsync(known, s_lease);

        restored.ShouldNotBeNull().Epoch.ShouldNotBe(known.State.Epoch);
        restored.ShouldBe(known.State with { Epoch = restored.Epoch, Outcomes = restored.Outcomes });
        restored.Outcomes.ShouldBe(known.State.Outcomes);
        var view = await _log.ViewAsync(restored.TaskId);
        view.ShouldSatisfyAllConditions(v => v.Head.Seq.ShouldBe(2), v => v.OldestSeq.ShouldBe(3), v => v.Events.ShouldBeEmpty());
        (await _log.Log.CreateAsync(Some.WorkflowTask(restored.TaskId), CancellationToken.None)).ShouldBeOfType<CreateResult.Repeated>();
        (await _log.Index.ListAsync(new TaskFilter(null, null, null, 10), CancellationToken.None)).Tasks.ShouldHaveSingleItem()
            .Seq.ShouldBe(2);
        (await _log.Index.FindTaskOfRoadmapAsync("r-1", CancellationToken.None)).ShouldNotBeNull().TaskId.ShouldBe(restored.TaskId);
        var roadmap = (await _log.Index.FindRoadmapAsync("r-1", CancellationToken.None)).ShouldNotBeNull();
        roadmap.Concepts.Select(concept => concept.Content?.Quiz?.QuizId).ShouldBe(["quiz-a", null]);

        (await _log.Generations.AcquireAsync(restored.TaskId, s_lease, CancellationToken.None)).ShouldBeNull("the run holds it");
        (await WriteAsync(restored, run: 1)).ShouldBeOfType<AppendResult.Appended>().LastSeq.ShouldBe(3);
        await _log.Generations.ReleaseAsync(restored.TaskId, 1, CancellationToken.None);
        (await _log.Generations.AcquireAsync(restored.TaskId, s_lease, CancellationToken.None)).ShouldNotBeNull()
            .ShouldSatisfyAllConditions(
                a => a.Run.ShouldBe(2), a => a.Checkpoint.ShouldBe("planned"), a => a.Fingerprint.ShouldBe(known.Fingerprint));
    }

    [Fact]
    public async Task One_that_nobody_runs_is_to_be_run()
    {
        var known = await RunAsync();
        await _server.ExecuteAsync("FLUSHALL");

        var restored = (await RestoreAsync(known, lease: null)).ShouldNotBeNull();

        (await _log.Generations.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([restored.TaskId]);
        (await WriteAsync(restored, run: 1)).ShouldBeOfType<AppendResult.StaleRun>();
    }

    [Fact]
    public async Task The_last_run_knows_best_whichever_comes_first()
    {
        var known = await RunAsync();
        var later = known with { Run = 2, State = known.State with { Percentage = 50, Seq = 9 } };
        await _server.ExecuteAsync("FLUSHALL");

        var first = (await RestoreAsync(known, s_lease)).ShouldNotBeNull();
        var second = (await RestoreAsync(later, s_lease)).ShouldNotBeNull();

        (second.Seq, second.Percentage).ShouldBe((9, 50));
        second.Epoch.ShouldNotBe(first.Epoch);
        (await RestoreAsync(known, s_lease)).ShouldBeNull();
        (await WriteAsync(first, run: 1)).ShouldBeOfType<AppendResult.StaleRun>();
        (await WriteAsync(second, run: 2)).ShouldBeOfType<AppendResult.Appended>().LastSeq.ShouldBe(10);
        (await _log.Index.ListAsync(new TaskFilter(null, null, null, 10), CancellationToken.None)).Tasks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_task_of_another_wish_that_has_taken_its_place_stays()
    {
        var known = await RunAsync();
        await _server.ExecuteAsync("FLUSHALL");
        await _log.StartTaskAsync(Some.WorkflowTask(known.State.TaskId) with { Fingerprint = "another wish" });

        (await RestoreAsync(known, s_lease)).ShouldBeNull();

        (await _log.ViewAsync(known.State.TaskId)).Head.Seq.ShouldBe(0);
    }

    [Fact]
    public async Task A_log_that_may_have_lost_something_and_has_not_keeps_its_events()
    {
        var known = await RunAsync();
        await LoseStoreEpochAsync();

        var restored = (await RestoreAsync(known, s_lease)).ShouldNotBeNull();

        restored.ShouldSatisfyAllConditions(s => s.Seq.ShouldBe(2), s => s.Epoch.ShouldNotBe(known.State.Epoch));
        (await _log.ViewAsync(restored.TaskId)).Events.Count.ShouldBe(2);
        (await WriteAsync(known.State, run: 1)).ShouldBeOfType<AppendResult.StaleRun>("it would not know what has been lost");
        (await WriteAsync(restored, run: 1)).ShouldBeOfType<AppendResult.Appended>();
    }

    [Fact]
    public async Task A_log_that_has_lost_the_tail_goes_on_from_where_the_run_is()
    {
        var known = await RunAsync();
        var ahead = known with { Checkpoint = "lost", State = known.State with { Seq = 7 } };
        await LoseStoreEpochAsync();

        var restored = (await RestoreAsync(ahead, s_lease)).ShouldNotBeNull();

        (await _log.ViewAsync(restored.TaskId)).ShouldSatisfyAllConditions(v => v.Head.Seq.ShouldBe(7), v => v.Events.ShouldBeEmpty());
        (await WriteAsync(restored, run: 1)).ShouldBeOfType<AppendResult.Appended>().LastSeq.ShouldBe(8);
    }

    /// <summary>A generation with a plan of two concepts, of which one has its quiz.</summary>
    private async Task<KnownGeneration> RunAsync()
    {
        var taskId = await _log.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        var acquired = (await _log.Generations.AcquireAsync(taskId, s_lease, CancellationToken.None)).ShouldNotBeNull();
        var plan = Some.Plan("r-1", taskId, "a", "b");
        var content = new Dictionary<string, ConceptContent>(StringComparer.Ordinal)
        {
            ["a"] = new() { Quiz = new QuizContent { QuizId = "quiz-a", Questions = [] } },
        };
        var appended = await _log.Log.AppendAsync(
            LogVerbs.AcceptAll(taskId, new ReportedEvent(new TaskRecoveringEvent { RoadmapId = "r-1", Timestamp = Some.Timestamp }),
                new ReportedEvent(Some.ConceptMade("a"))) with
            {
                Workflow = new WorkflowWrite(acquired.Run, "planned", plan, content),
            },
            CancellationToken.None);
        return new KnownGeneration
        {
            State = appended.ShouldBeOfType<AppendResult.Appended>().State,
            Run = acquired.Run,
            Checkpoint = "planned",
            Fingerprint = acquired.Fingerprint,
            Roadmap = plan,
            Content = content,
        };
    }

    /// <summary>As when Redis was restarted and nobody knows what is missing.</summary>
    private Task<string> LoseStoreEpochAsync() => _server.ExecuteAsync("DEL", "roadmap:life");

    private Task<TaskState?> RestoreAsync(KnownGeneration known, TimeSpan? lease) =>
        _log.Generations.RestoreAsync(known, lease, CancellationToken.None);

    private Task<AppendResult> WriteAsync(TaskState known, int run) => _log.Log.AppendAsync(
        LogVerbs.AcceptAll(known.TaskId, new ReportedEvent(Some.Progress())) with { Workflow = new WorkflowWrite(run, Epoch: known.Epoch) },
        CancellationToken.None);
}
