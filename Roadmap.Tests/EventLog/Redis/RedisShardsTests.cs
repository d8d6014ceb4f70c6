using Roadmap.Api.EventLog;
using Roadmap.Api.EventLog.Redis;
using Roadmap.Api.EventLog.Redis.Shards;
using Roadmap.Tests.Support;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>Which part a task belongs to, and that nobody can change it.</summary>
public sealed class RedisShardsTests(RunningRedis redis) : IClassFixture<RunningRedis>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await redis.EmptyAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void A_slot_is_the_one_that_Redis_takes()
    {
        RedisShards.SlotOf("123456789").ShouldBe(0x31C3, "the check value of CRC-16/XMODEM");
        RedisShards.SlotOf("foo").ShouldBe(12_182);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(1_024)]
    public void Parts_are_spread_evenly_over_the_slots(int count)
    {
        var shards = new RedisShards(Microsoft.Extensions.Options.Options.Create(new RedisOptions { Shards = count })).All;

        var tags = shards.Select(shard => shard.Prefix.Split('{', '}')[1]).ToList();
        tags.Select(tag => RedisShards.SlotOf(tag) * count / 16_384).ShouldBe(Enumerable.Range(0, count));
        tags.ShouldBeUnique();
    }

    [Fact]
    public async Task Another_number_of_parts_than_the_log_has_begun_with_is_refused_by_name()
    {
        await using (var log = await OpenAsync(4))
            await log.StartTaskAsync();

        var refused = await Should.ThrowAsync<LogStartException>(() => OpenAsync(8));

        refused.Message.ShouldStartWith("Redis:Shards is 8, and the log of this Redis:KeyPrefix has begun with 4");
        await using var again = await OpenAsync(4);
        (await again.Index.ListAsync(new TaskFilter(null, null, null, 10), CancellationToken.None)).Tasks.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_log_of_before_there_were_parts_goes_on_as_one()
    {
        string taskId;
        await using (var log = await OpenAsync(1))
            taskId = await log.StartTaskAsync();
        await redis.Server.ExecuteAsync("DEL", "roadmap:shards");

        (await Should.ThrowAsync<LogStartException>(() => OpenAsync(16))).Message.ShouldContain("begun with 1");

        await using var again = await OpenAsync(1);
        (await again.AppendedAsync(taskId, Some.Progress())).LastSeq.ShouldBe(1);
    }

    private Task<RedisLogUnderTest> OpenAsync(int shards) => RedisLogUnderTest.OpenAsync(redis.Server, shards: shards);
}
