using System.Collections.Concurrent;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Redis.Announcements;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>Two instances on one Redis.</summary>
public sealed class RedisInstancesTests : IAsyncLifetime
{
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(10);

    private RedisServer _server = null!;
    private RedisLogUnderTest _one = null!;
    private RedisLogUnderTest _two = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _one = await RedisLogUnderTest.OpenAsync(_server);
        _two = await RedisLogUnderTest.OpenAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        await _two.DisposeAsync();
        await _one.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Both_append_to_one_task_and_both_hear_all_of_it_in_one_order()
    {
        const int Each = 100;
        var taskId = await _one.StartTaskAsync();
        var heard = new[] { new ConcurrentQueue<TaskAnnouncement>(), new ConcurrentQueue<TaskAnnouncement>() };
        await using var first = await _one.Announcements.SubscribeAsync(taskId, heard[0].Enqueue, CancellationToken.None);
        await using var second = await _two.Announcements.SubscribeAsync(taskId, heard[1].Enqueue, CancellationToken.None);

        await Task.WhenAll(ReportManyAsync(_one), ReportManyAsync(_two));

        var stored = (await _one.ViewAsync(taskId)).Events;
        stored.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, 2 * Each).Select(i => (long)i));
        foreach (var queue in heard)
        {
            await Wait.Eventually("every event is announced", () => queue.Sum(a => a.Events.Count) >= 2 * Each);
            queue.SelectMany(a => a.Events).ShouldBe(stored);
        }

        async Task ReportManyAsync(RedisLogUnderTest log)
        {
            for (var i = 0; i < Each; i++)
                await log.AppendedAsync(taskId, Some.Progress());
        }
    }

    [Fact]
    public async Task A_decision_on_an_old_state_is_taken_again_on_the_true_one()
    {
        var taskId = await _one.StartTaskAsync();
        await _one.AppendedAsync(taskId, Some.Completed());
        await _two.AppendedAsync(taskId, Some.RetryStarted());
        var whileOpen = LogVerbs.AcceptAll(taskId, new ReportedEvent(Some.Progress())) with
        {
            Decide = static (facts, report) => facts.State.HasEnded
                ? new Decision.Refused("ended", "It has ended.")
                : new Decision.Accepted(report),
        };

        (await _one.Log.AppendAsync(whileOpen, CancellationToken.None)).ShouldBeOfType<AppendResult.Appended>().State.Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_task_that_nobody_listens_to_costs_no_channel()
    {
        var announcements = (RedisAnnouncements)_one.Announcements;
        var taskId = await _one.StartTaskAsync();

        await using (await _one.Announcements.SubscribeAsync(taskId, _ => { }, CancellationToken.None))
        await using (await _one.Announcements.SubscribeAsync(taskId, _ => { }, CancellationToken.None))
        {
            announcements.Channels.ShouldBe(1);
            (await ChannelsAsync()).ShouldContain(taskId);
        }

        announcements.Channels.ShouldBe(0);
        (await ChannelsAsync()).ShouldNotContain(taskId);

        Task<string> ChannelsAsync() => _server.ExecuteAsync("PUBSUB", "CHANNELS", "roadmap:*");
    }

    [Fact]
    public async Task Subscribers_that_come_and_go_at_once_leave_the_last_one_listening()
    {
        var taskId = await _one.StartTaskAsync();
        var heard = new ConcurrentQueue<TaskAnnouncement>();

        for (var i = 0; i < 20; i++)
        {
            var leaving = await _one.Announcements.SubscribeAsync(taskId, _ => { }, CancellationToken.None);
            var coming = _one.Announcements.SubscribeAsync(taskId, heard.Enqueue, CancellationToken.None);
            await leaving.DisposeAsync();
            await using (await coming)
            {
                await _two.AppendedAsync(taskId, Some.Progress());
                await Wait.Eventually("the last one hears it", () => heard.Count == i + 1);
            }
        }
    }

    [Fact]
    public async Task A_channel_is_heard_again_after_its_connection_was_cut()
    {
        var taskId = await _one.StartTaskAsync();
        var heard = new ConcurrentQueue<TaskAnnouncement>();
        await using var subscription = await _one.Announcements.SubscribeAsync(taskId, heard.Enqueue, CancellationToken.None);

        await _server.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");

        await Wait.Eventually("it is heard again", async () =>
        {
            await _two.AppendedAsync(taskId, Some.Progress());
            return !heard.IsEmpty;
        });
    }

    [Fact]
    public async Task When_no_instance_was_there_every_open_lease_runs_anew_once()
    {
        var taskId = await StartLeasedTaskAsync();
        await _two.DisposeAsync();
        await _one.DisposeAsync();
        _one.Pass(s_lease * 2);

        _one = await RedisLogUnderTest.OpenAsync(_server);
        (await ExpiredAsync(_one)).ShouldBeEmpty("nobody could report");
        _one.Pass(s_lease * 2);
        _two = await RedisLogUnderTest.OpenAsync(_server);

        (await ExpiredAsync(_two)).ShouldBe([taskId], "another was there all the time: a start renews nothing");
    }

    [Fact]
    public async Task An_instance_that_stops_gives_its_runs_back_and_one_that_dies_loses_them_in_time()
    {
        var stopped = await _one.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        var died = await _two.StartTaskAsync(Some.WorkflowTask(Some.TaskId()));
        await _one.Generations.AcquireAsync(stopped, s_lease, CancellationToken.None);
        await _two.Generations.AcquireAsync(died, s_lease, CancellationToken.None);
        var third = await RedisLogUnderTest.OpenAsync(_server);

        await _one.DisposeAsync();
        _one = third;

        (await third.Generations.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([stopped]);
        third.Pass(s_lease * 2);
        (await third.Generations.FindRunnableAsync(10, CancellationToken.None)).ShouldBe([stopped, died]);
        (await third.Generations.AcquireAsync(died, s_lease, CancellationToken.None)).ShouldNotBeNull().Run.ShouldBe(2);
        (await _two.Log.AppendAsync(Write(died, run: 1), CancellationToken.None)).ShouldBeOfType<AppendResult.StaleRun>();
        (await _two.Generations.RenewAsync([(died, 1)], s_lease, CancellationToken.None)).ShouldBe([died]);
    }

    private static TaskAppend Write(string taskId, int run) =>
        LogVerbs.AcceptAll(taskId, new ReportedEvent(Some.Progress())) with { Workflow = new WorkflowWrite(run, "late") };

    private Task<string> StartLeasedTaskAsync() => _one.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Lease = s_lease });

    private static Task<IReadOnlyList<string>> ExpiredAsync(RedisLogUnderTest log) =>
        log.Index.FindExpiredLeasesAsync(10, CancellationToken.None);
}
