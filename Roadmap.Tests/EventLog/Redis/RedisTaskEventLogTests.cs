using System.Text.Json.Nodes;
using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Hubs.EventLog;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>The contract against a real Redis.</summary>
public class RedisTaskEventLogTests(RunningRedis redis) : TaskEventLogContract, IClassFixture<RunningRedis>
{
    private readonly FakeTime _time = new();

    public override async ValueTask InitializeAsync()
    {
        await redis.EmptyAsync();
        await base.InitializeAsync();
    }

    private protected override async Task<ILogUnderTest> OpenAsync(LogSettings settings) =>
        await RedisLogUnderTest.OpenAsync(redis.Server, settings, _time, shards: Shards);

    private protected virtual int Shards => 1;

    private protected override bool IsInParts => Shards > 1;

    [Theory]
    [InlineData("state")]
    [InlineData("events")]
    [InlineData("ids")]
    [InlineData("outcomes")]
    [InlineData("roadmaps")]
    public async Task A_key_that_holds_something_else_harms_its_own_task_alone(string key)
    {
        var taskId = await Log.StartTaskAsync();
        var other = await Log.StartTaskAsync();
        await Log.AppendAsync(taskId, new ReportedEvent(Some.ConceptMade("c-1"), "id-1"));
        await redis.Server.ExecuteAsync("DEL", $"{KeysOf(taskId)}:{key}");
        await redis.Server.ExecuteAsync("SET", $"{KeysOf(taskId)}:{key}", "something else");

        var appended = await Log.AppendAsync(
            taskId, new ReportedEvent(Some.ConceptMade("c-2"), "id-2"), new ReportedEvent(Some.ReviewRequired()));
        var page = await Log.Index.ListAsync(new TaskFilter(null, null, null, 1), CancellationToken.None);
        var next = await Log.Index.ListAsync(new TaskFilter(null, null, long.Parse(page.NextCursor ?? "0"), 1), CancellationToken.None);

        page.Tasks.Concat(page.NextCursor is null ? [] : next.Tasks).Select(task => task.TaskId)
            .ShouldBe(key == "state" ? [other] : [other, taskId]);
        if (key == "state")
            appended.ShouldBeOfType<AppendResult.NotFound>();
        else
            appended.ShouldBeOfType<AppendResult.Appended>().Accepted.ShouldBe(2);
        await Log.Log.CreateAsync(Some.WorkerTask(taskId), CancellationToken.None);
        var heads = await Log.Log.ReadHeadsAsync([taskId, other], CancellationToken.None);
        heads.Keys.ShouldBe([taskId, other], ignoreOrder: true);
        // Once: calls have their limit by the same clock.
        _time.Advance(TimeSpan.FromSeconds(1));
        await Wait.Eventually("it is told", () => ((RedisLogUnderTest)Log).Logged.Lines.Any(line =>
            line.Contains("record_unreadable", StringComparison.Ordinal) && line.Contains(taskId, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_Redis_that_takes_no_writes_is_found_out()
    {
        await redis.Server.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        await Should.ThrowAsync<LogUnavailableException>(() => Log.Log.CheckAsync(CancellationToken.None));
        await redis.Server.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");

        await Log.Log.CheckAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_Redis_that_is_a_replica_takes_no_writes()
    {
        await redis.Server.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        await Should.ThrowAsync<LogUnavailableException>(() => Log.Log.CheckAsync(CancellationToken.None));
        await redis.Server.ExecuteAsync("REPLICAOF", "NO", "ONE");

        await Log.Log.CheckAsync(CancellationToken.None);
    }

    private string KeysOf(string taskId) => ((RedisLogUnderTest)Log).KeysOf(taskId);

    private protected override async Task DamageAsync(Damage damage, string taskId)
    {
        var state = $"{KeysOf(taskId)}:state";
        if (damage is Damage.BrokenEvent or Damage.EventOfNoType)
        {
            await ReplaceEventsAsync($"{KeysOf(taskId)}:events", second: damage == Damage.BrokenEvent ? "{" : "1 [1]");
            return;
        }

        if (damage == Damage.ConceptOutcomeOfAnotherVersion)
            await redis.Server.ExecuteAsync("HSET", $"{KeysOf(taskId)}:outcomes", "c-1", "Skipped");
        else if (damage == Damage.NoCheckpoint)
            await redis.Server.ExecuteAsync("HDEL", state, "checkpoint");
        else
            await redis.Server.ExecuteAsync(
                "HSET", state, "state", Damaged(damage, (await redis.Server.ExecuteAsync("HGET", state, "state")).Split("\r\n")[1]));
    }

    /// <summary>Entries are never changed in place: all three are written anew.</summary>
    private async Task ReplaceEventsAsync(string key, string second)
    {
        var lines = (await redis.Server.ExecuteAsync("XRANGE", key, "-", "+"))
            .Split("\r\n")
            .Where(line => line.StartsWith("1 {", StringComparison.Ordinal))
            .ToArray();
        await redis.Server.ExecuteAsync("DEL", key);
        lines[1] = second;
        for (var i = 0; i < lines.Length; i++)
            await redis.Server.ExecuteAsync("XADD", key, $"{i + 1}-0", "line", lines[i]);
    }

    private static string Damaged(Damage damage, string json)
    {
        var state = JsonNode.Parse(json)!.AsObject();
        switch (damage)
        {
            case Damage.StatusOfAnotherVersion:
                state["status"] = "Paused";
                break;
            case Damage.StatusAsNumber:
                state["status"] = 99;
                break;
            case Damage.OriginOfAnotherVersion:
                state["origin"] = "Agent";
                break;
            case Damage.KindOfNoWord:
                state["kind"] = 7;
                break;
            case Damage.AttemptOfNoNumber:
                state["attempt"] = "first";
                break;
            case Damage.CommandOfAnotherVersion:
                state["pending_command"] = new JsonObject { ["command_id"] = "c", ["command"] = "pause" };
                break;
            case Damage.TimeBeyondAll:
                state["updated_at"] = "the day after";
                break;
            case Damage.PercentageBeyondAll:
                state["percentage"] = 1e300;
                break;
            default:
                return json[..(json.Length / 2)];
        }

        return state.ToJsonString();
    }
}

/// <summary>The same with a log in parts.</summary>
public sealed class ShardedRedisTaskEventLogTests(RunningRedis redis) : RedisTaskEventLogTests(redis)
{
    private protected override int Shards => 16;

    private protected override string IdBeside(string taskId) =>
        Enumerable.Range(0, 10_000)
            .Select(_ => Some.TaskId())
            .First(id => RedisShards.IndexOf(id, Shards) == RedisShards.IndexOf(taskId, Shards));
}
