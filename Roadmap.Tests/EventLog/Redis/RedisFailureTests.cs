using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Redis.Scripts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>Whatever happens to Redis: callers are told in time, and all goes on by itself when it is back.</summary>
public sealed class RedisFailureTests : IAsyncLifetime
{
    /// <summary>What is promised.</summary>
    private static readonly TimeSpan s_inTime = TimeSpan.FromSeconds(2);

    private readonly FakeTime _clock = new();
    private readonly List<IAsyncDisposable> _opened = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
    }

    [Fact]
    public async Task A_Redis_that_is_not_there_at_the_start_is_waited_for()
    {
        var server = RedisServer.NotStarted();
        _opened.Add(server);
        var log = await OpenAsync(server);
        await IsUnavailableAsync(await OpenByClockAsync(server), "nobody");

        await server.StartAgainAsync();

        await IsBackAsync(log);
    }

    [Fact]
    [AtLimit("time for Redis to answer")]
    public async Task A_Redis_that_hangs_is_unavailable_in_time_and_comes_back()
    {
        var (server, log) = await StartAsync();
        var taskId = await log.StartTaskAsync();
        var byClock = await OpenByClockAsync(server);
        server.Hang();

        await IsUnavailableAsync(byClock, taskId);
        server.Resume();

        await IsBackAsync(log);
        var again = (await log.AppendAsync(taskId, Lost)).ShouldBeOfType<AppendResult.Appended>();
        again.LastSeq.ShouldBe(1);
        (await log.ViewAsync(taskId)).Events.ShouldHaveSingleItem("what was unknown is repeated under the same event id, and stored once");
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [AtLimit("time for Redis to answer")]
    public async Task An_answer_is_heard_that_comes_within_its_time_and_no_later_one(int milliseconds, bool isHeard)
    {
        var (server, log) = await StartAsync();
        var taskId = await log.StartTaskAsync();
        var byClock = await OpenByClockAsync(server);
        await IsBackAsync(byClock);
        server.Hang();

        var read = byClock.Log.ReadAsync(taskId, 0, 10, CancellationToken.None);
        _clock.Advance(RedisScripts.Limit + TimeSpan.FromMilliseconds(milliseconds));
        if (!isHeard)
            await Should.ThrowAsync<LogUnavailableException>(read.InTime());
        server.Resume();

        if (isHeard)
            (await read.InTime()).ShouldNotBeNull();
        RedisScripts.Limit.ShouldBeLessThan(s_inTime);
    }

    [Fact]
    public async Task A_Redis_that_is_gone_is_unavailable_and_comes_back()
    {
        var (server, log) = await StartAsync();
        var taskId = await log.StartTaskAsync();
        var byClock = await OpenByClockAsync(server);
        await server.KillAsync();

        await IsUnavailableAsync(byClock, taskId);
        await server.StartAgainAsync();

        await IsBackAsync(log);
    }

    [Fact]
    public async Task A_Redis_that_has_become_a_replica_is_unavailable_until_it_is_a_master_again()
    {
        var (server, log) = await StartAsync();
        var taskId = await log.StartTaskAsync();
        await server.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");

        (await Should.ThrowAsync<LogUnavailableException>(log.AppendAsync(taskId, Lost))).Message.ShouldNotBeEmpty();
        await server.ExecuteAsync("REPLICAOF", "NO", "ONE");

        await IsBackAsync(log);
        (await log.AppendAsync(taskId, Lost)).ShouldBeOfType<AppendResult.Appended>().LastSeq.ShouldBe(1);
    }

    [Fact]
    public async Task A_Redis_without_memory_takes_nothing_and_changes_nothing()
    {
        var (server, log) = await StartAsync();
        var taskId = await log.StartTaskAsync();
        var before = (await log.ViewAsync(taskId)).Head;
        await server.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");

        await Should.ThrowAsync<LogUnavailableException>(log.AppendAsync(taskId, Lost));
        (await log.ViewAsync(taskId)).Head.ShouldBe(before, "it can still be read");
        await server.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");

        (await log.AppendAsync(taskId, Lost)).ShouldBeOfType<AppendResult.Appended>()
            .ShouldSatisfyAllConditions(r => r.LastSeq.ShouldBe(1), r => r.Accepted.ShouldBe(1));
    }

    [Fact]
    public async Task Scripts_that_were_flushed_are_loaded_again_and_the_store_epoch_stays()
    {
        var (server, log) = await StartAsync();
        var taskId = await log.StartTaskAsync();
        var epoch = (await log.ViewAsync(taskId)).Head.Epoch;

        await server.ExecuteAsync("SCRIPT", "FLUSH");

        (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => log.AppendedAsync(taskId, Some.Progress())))).Max(r => r.LastSeq)
            .ShouldBe(20);
        (await log.ViewAsync(taskId)).Head.Epoch.ShouldBe(epoch);
    }

    [Fact]
    public async Task An_append_whose_answer_is_lost_is_recognised_and_not_done_twice()
    {
        var (server, _) = await StartAsync();
        await using var proxy = new AnswerLosingProxy(server);
        await using var log = await RedisLogUnderTest.OpenAsync(server, connection: proxy.ConnectionString);
        var taskId = await log.StartTaskAsync();
        await log.AppendedAsync(taskId, Some.Progress("before"));

        var runId = (await server.ExecuteAsync("HGET", "roadmap:life", "run_id")).Split("\r\n")[1];
        proxy.LoseAnswerTo(RedisScript.Append.HashFor(runId));
        var appended = await log.AppendedAsync(taskId, Some.Progress("once"));

        proxy.HasLost.ShouldBeTrue();
        appended.LastSeq.ShouldBe(2);
        (await log.ViewAsync(taskId)).Events.Select(e => e.Message).ShouldBe(["before", "once"]);
    }

    [Fact]
    public async Task A_task_whose_events_were_deleted_from_outside_gets_a_new_epoch()
    {
        var (server, log) = await StartAsync();
        var taskId = await log.StartTaskAsync();
        await log.AppendedAsync(taskId, Some.Progress(), Some.Progress());
        var before = (await log.ViewAsync(taskId)).Head;

        await server.ExecuteAsync("DEL", $"roadmap:{{{taskId}}}:events");

        var after = await log.ViewAsync(taskId);
        after.Head.Epoch.ShouldNotBe(before.Epoch);
        after.ShouldSatisfyAllConditions(v => v.Events.ShouldBeEmpty(), v => v.OldestSeq.ShouldBe(3));
        (await log.AppendedAsync(taskId, Some.Progress())).LastSeq.ShouldBe(3);
    }

    private static ReportedEvent Lost => new(Some.Progress(), "perhaps lost");

    private async Task<(RedisServer Server, RedisLogUnderTest Log)> StartAsync(params string[] options)
    {
        var server = await RedisServer.StartAsync(options);
        _opened.Add(server);
        return (server, await OpenAsync(server));
    }

    /// <summary>Another instance, whose calls have the time of the test's clock.</summary>
    private Task<RedisLogUnderTest> OpenByClockAsync(RedisServer server) => OpenAsync(server, _clock);

    private async Task<RedisLogUnderTest> OpenAsync(RedisServer server, FakeTime? time = null)
    {
        var log = await RedisLogUnderTest.OpenAsync(server, time: time);
        _opened.Add(log);
        return log;
    }

    /// <summary>Whether a call hangs or tries again and again: it is over when its time is.</summary>
    private async Task IsUnavailableAsync(RedisLogUnderTest log, string taskId)
    {
        var calls = Task.WhenAll(
            Should.ThrowAsync<LogUnavailableException>(log.AppendAsync(taskId, Lost)),
            Should.ThrowAsync<LogUnavailableException>(log.Log.CreateAsync(Some.WorkerTask(Some.TaskId()), CancellationToken.None)),
            Should.ThrowAsync<LogUnavailableException>(log.Log.ReadAsync(taskId, 0, 10, CancellationToken.None)),
            Should.ThrowAsync<LogUnavailableException>(log.Log.ReadHeadsAsync([taskId], CancellationToken.None)),
            Should.ThrowAsync<LogUnavailableException>(log.Index.ListAsync(new TaskFilter(null, null, null, 10), CancellationToken.None)),
            Should.ThrowAsync<LogUnavailableException>(log.Index.FindExpiredLeasesAsync(10, CancellationToken.None)),
            Should.ThrowAsync<LogUnavailableException>(log.Generations.FindRunnableAsync(10, CancellationToken.None)),
            Should.ThrowAsync<LogUnavailableException>(log.Announcements.SubscribeAsync(taskId, _ => { }, CancellationToken.None)));
        _clock.Advance(s_inTime);
        await calls.InTime();
    }

    private static Task IsBackAsync(RedisLogUnderTest log) => Wait.Eventually("the log works again", async () =>
    {
        try
        {
            await using var subscription = await log.Announcements.SubscribeAsync("nobody", _ => { }, CancellationToken.None);
            return await log.Log.CreateAsync(Some.WorkerTask(Some.TaskId()), CancellationToken.None) is CreateResult.Created;
        }
        catch (LogUnavailableException)
        {
            return false;
        }
    }, () => string.Join('\n', log.Logged.Lines));
}
