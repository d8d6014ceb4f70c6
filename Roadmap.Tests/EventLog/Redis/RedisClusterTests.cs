using System.Collections.Concurrent;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Redis.Durability;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Contracts;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>A log in parts on a real cluster: three masters, and a replica of the last of them.</summary>
public sealed class RedisClusterTests : IAsyncLifetime
{
    private const int Shards = 16;

    private RedisCluster _cluster = null!;
    private RedisLogUnderTest _log = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await RedisCluster.StartAsync();
        _log = await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Tasks_of_all_parts_are_reported_on_heard_and_listed()
    {
        await using var other = await OpenAsync();
        var heard = new ConcurrentQueue<string>();
        var taskIds = OneOfEachPart();
        foreach (var taskId in taskIds)
        {
            await _log.StartTaskAsync(Some.WorkerTask(taskId));
            await other.Announcements.SubscribeAsync(taskId, announced => heard.Enqueue(announced.TaskId), CancellationToken.None);
        }

        await Task.WhenAll(taskIds.Select(taskId => _log.AppendedAsync(taskId, Some.Progress())));

        await Wait.Eventually("each is heard on the other instance", () => heard.Distinct(StringComparer.Ordinal).Count() == Shards);
        var page = await other.Index.ListAsync(new TaskFilter(null, null, null, 10), CancellationToken.None);
        var next = await other.Index.ListAsync(new TaskFilter(null, null, long.Parse(page.NextCursor!), 10), CancellationToken.None);
        page.Tasks.Concat(next.Tasks).Select(task => task.TaskId).ShouldBe(taskIds.Reverse());
        (await other.Log.ReadHeadsAsync(taskIds, CancellationToken.None)).Values.ShouldAllBe(head => head.Seq == 1);
    }

    [Fact]
    public async Task A_slot_that_is_moved_under_load_loses_nothing_and_renews_nothing()
    {
        var taskId = await _log.StartTaskAsync();
        var slot = SlotOf(taskId);
        var (from, to) = (RedisCluster.MasterOf(slot), (RedisCluster.MasterOf(slot) + 1) % 2);
        // Nothing can have been lost by a start of the other server, when it was there for a while and an instance was still seen here.
        var started = await _cluster.Masters[to].StartedAtAsync();
        await Wait.Eventually("an instance was seen since", async () =>
            await _log.LastSeenAsync(taskId, _cluster.Masters[from]) > started + StoreEpochJudge.ClockSkew);
        var heard = new ConcurrentQueue<long>();
        IAsyncDisposable? heardBy = null;
        // On a full machine one call may take longer than an instance waits.
        await Wait.Eventually("it is subscribed", async () =>
        {
            try
            {
                heardBy = await _log.Announcements.SubscribeAsync(
                    taskId, announced => heard.Enqueue(announced.Events[^1].Seq), CancellationToken.None);
                return true;
            }
            catch (LogUnavailableException)
            {
                return false;
            }
        });
        await using var subscription = heardBy;
        var before = (await _log.ViewAsync(taskId)).Head.Epoch;
        using var moved = new CancellationTokenSource();
        var reporting = ReportUntilAsync(taskId, moved.Token);
        await Wait.Eventually("it is reported on", () => !heard.IsEmpty);

        await _cluster.MoveAsync(slot, from, to);
        var afterMove = heard.Count;
        await Wait.Eventually("reports are heard of again", () => heard.Count > afterMove + 10);
        await moved.CancelAsync();

        _log.Logged.Lines.ShouldAllBe(line => line.StartsWith("Warning", StringComparison.Ordinal));
        var acknowledged = await reporting.InTime();
        var view = await _log.ViewAsync(taskId);
        view.Events.Select(e => e.Message).ShouldBe(acknowledged, "each once, in order");
        view.Head.Epoch.ShouldBe(before, string.Join('\n', _log.Logged.Lines));
        (await _cluster.Masters[to].ExecuteAsync("CLUSTER", "COUNTKEYSINSLOT", $"{slot}")).ShouldNotContain(":0\r\n");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_a_replica_is_promoted_its_parts_begin_new_epochs_and_the_others_go_on_all_the_time(bool isMasterKilled)
    {
        var taskIds = OneOfEachPart();
        foreach (var taskId in taskIds)
            await _log.StartTaskAsync(Some.WorkerTask(taskId));
        var before = await _log.Log.ReadHeadsAsync(taskIds, CancellationToken.None);
        var hit = taskIds.Where(taskId => RedisCluster.MasterOf(SlotOf(taskId)) == 2).ToList();
        var spared = taskIds.Except(hit, StringComparer.Ordinal).ToList();
        hit.ShouldNotBeEmpty();
        await _cluster.ReplicatedAsync();

        if (isMasterKilled)
            await _cluster.Masters[2].KillAsync();
        else
            await _cluster.PromoteAsync();
        foreach (var taskId in spared)
            await _log.AppendedAsync(taskId, Some.Progress());
        await _log.Log.CheckAsync(CancellationToken.None);

        await Wait.Eventually(
            "the replica is the master",
            async () => await HeadsAsync(taskIds) is { Count: Shards } heads
                && hit.TrueForAll(taskId => heads[taskId].Epoch != before[taskId].Epoch),
            () => string.Join('\n', _log.Logged.Lines));
        var after = await HeadsAsync(taskIds);
        spared.ShouldAllBe(taskId => after[taskId].Epoch == before[taskId].Epoch);
        foreach (var taskId in hit)
            await _log.AppendedAsync(taskId, Some.Progress());
    }

    [Fact]
    public async Task Without_parts_a_cluster_is_refused() =>
        (await Should.ThrowAsync<LogStartException>(
            () => RedisLogUnderTest.OpenAsync(_cluster.Masters[0], connection: _cluster.ConnectionString)))
            .Message.ShouldContain("Redis:Shards");

    /// <summary>
    /// By the real clock: with patience, each try that meets a server which is about to change its part in the cluster would take most of a
    /// minute.
    /// </summary>
    private Task<RedisLogUnderTest> OpenAsync() =>
        RedisLogUnderTest.OpenAsync(_cluster.Masters[0], time: TimeProvider.System, connection: _cluster.ConnectionString, shards: Shards);

    /// <summary>Where tasks are, as far as their parts answer: for a moment none does, while the servers find out who is left.</summary>
    private async Task<IReadOnlyDictionary<string, Position>> HeadsAsync(IReadOnlyCollection<string> taskIds)
    {
        try
        {
            return await _log.Log.ReadHeadsAsync(taskIds, CancellationToken.None);
        }
        catch (LogUnavailableException)
        {
            return new Dictionary<string, Position>(StringComparer.Ordinal);
        }
    }

    private static IReadOnlyList<string> OneOfEachPart() =>
        [.. Enumerable.Range(0, 10_000).Select(_ => Some.TaskId()).DistinctBy(taskId => RedisShards.IndexOf(taskId, Shards)).Take(Shards)];

    /// <summary>Where the keys of the task's part are.</summary>
    private int SlotOf(string taskId) => RedisShards.SlotOf(_log.KeysOf(taskId).Split('{')[1].Split('}')[0]);

    /// <summary>One report after the other; one that was not acknowledged is repeated, as workers do. Returns the messages.</summary>
    private async Task<IReadOnlyList<string>> ReportUntilAsync(string taskId, CancellationToken end)
    {
        var acknowledged = new List<string>();
        while (!end.IsCancellationRequested)
        {
            var report = new ReportedEvent(Some.Progress($"{acknowledged.Count}"), $"report-{acknowledged.Count}");
            try
            {
                (await _log.AppendAsync(taskId, report)).ShouldBeOfType<AppendResult.Appended>();
                acknowledged.Add($"{acknowledged.Count}");
            }
            catch (LogUnavailableException)
            {
                // The slot is being moved.
            }
        }

        return acknowledged;
    }
}
