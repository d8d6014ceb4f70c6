using Roadmap.Api.EventLog;
using Roadmap.Hubs.Access;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>What is known in Redis of owners: on several instances, in several parts, and from versions before it was.</summary>
public sealed class RedisOwnersTests(RunningRedis redis) : IClassFixture<RunningRedis>, IAsyncLifetime
{
    private const int Most = 10;

    private static readonly LogSettings s_settings = new() { TasksPerUser = Most };

    public async ValueTask InitializeAsync() => await redis.EmptyAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(16, 1)]
    public async Task Many_at_once_on_two_instances_are_no_more_than_may_be(int shards, int tooMany)
    {
        await using var one = await OpenAsync(shards);
        await using var other = await OpenAsync(shards);

        var made = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => MakeAsync(i % 2 == 0 ? one : other)));

        made.OfType<CreateResult.Created>().Count().ShouldBeInRange(Most, Most + tooMany);
        (await ListAsync(one)).Count.ShouldBe(made.OfType<CreateResult.Created>().Count());
        (await MakeAsync(one)).ShouldBeOfType<CreateResult.OverQuota>();
        (await MakeAsync(other)).ShouldBeOfType<CreateResult.OverQuota>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task What_an_earlier_version_made_is_listed_with_its_owner_after_the_start(int shards)
    {
        var made = new List<string>();
        await using (var log = await OpenAsync(shards))
        {
            for (var i = 0; i < Most; i++)
                made.Insert(0, await log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Owner = "ada" }));
            await log.AppendedAsync(made[0], Some.Completed());
        }

        await redis.Server.ExecuteAsync(
            "EVAL", "for _, key in ipairs(redis.call('KEYS', '*:index:owned:*')) do redis.call('DEL', key) end "
                + "for _, key in ipairs(redis.call('KEYS', '*:index:open:*')) do redis.call('DEL', key) end", "0");
        await using var again = await OpenAsync(shards);

        await Wait.Eventually("all are listed", async () => (await ListAsync(again)).SequenceEqual(made));
        await Wait.Eventually("those that have not ended are counted", async () => await MakeAsync(again) is CreateResult.OverQuota);
        (await ListAsync(again)).Count.ShouldBe(Most + 1, "one had ended");
    }

    [Fact]
    public async Task What_is_counted_and_is_open_no_more_keeps_nobody_out()
    {
        await using var log = await OpenAsync(1);
        for (var i = 0; i < Most - 1; i++)
            await log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Owner = "ada" });
        await redis.Server.ExecuteAsync("ZADD", "roadmap:index:open:ada", "0", "gone");

        (await MakeAsync(log)).ShouldBeOfType<CreateResult.Created>();
        (await MakeAsync(log)).ShouldBeOfType<CreateResult.OverQuota>();
    }

    [Fact]
    public async Task A_long_list_is_passed_over_some_at_a_time()
    {
        await using var log = await OpenAsync(1);
        var first = await log.StartTaskAsync(Some.WorkerTask(Some.TaskId()) with { Owner = "ada", Kind = "rare" });
        // What is stored of a task is all that is looked at.
        await redis.Server.ExecuteAsync(
            "EVAL",
            """
            local state = redis.call('HGETALL', 'roadmap:{' .. ARGV[1] .. '}:state')
            for i = 2, 2001 do
              redis.call('HSET', 'roadmap:{t' .. i .. '}:state', unpack(state))
              redis.call('HSET', 'roadmap:{t' .. i .. '}:state', 'kind', 'import')
              redis.call('ZADD', 'roadmap:index:owned:ada', i, 't' .. i)
            end
            """,
            "0",
            first);

        var filter = new TaskFilter(null, "rare", null, 10) { Scope = new ListScope("ada", Creator: null) };
        var page = await log.Index.ListAsync(filter, CancellationToken.None);
        page.Tasks.ShouldBeEmpty();
        var rest = await log.Index.ListAsync(filter with { Cursor = long.Parse(page.NextCursor!) }, CancellationToken.None);
        rest.Tasks.ShouldHaveSingleItem().TaskId.ShouldBe(first);
        rest.NextCursor.ShouldBeNull();
    }

    private Task<RedisLogUnderTest> OpenAsync(int shards) => RedisLogUnderTest.OpenAsync(redis.Server, s_settings, shards: shards);

    private static Task<CreateResult> MakeAsync(RedisLogUnderTest log) =>
        log.Log.CreateAsync(Some.WorkerTask(Some.TaskId()) with { Owner = "ada" }, CancellationToken.None);

    private static async Task<List<string>> ListAsync(RedisLogUnderTest log)
    {
        var filter = new TaskFilter(null, null, null, 100) { Scope = new ListScope("ada", Creator: null) };
        return [.. (await log.Index.ListAsync(filter, CancellationToken.None)).Tasks.Select(task => task.TaskId)];
    }
}
