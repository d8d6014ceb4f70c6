using Roadmap.Api.EventLog.Redis.Connection;
using Roadmap.Api.EventLog.Redis.Durability;

namespace Roadmap.Tests.EventLog.Redis;

/// <summary>When the epoch of the store in Redis stays.</summary>
public sealed class RedisStoreEpochTests
{
    private static readonly RedisStoreEpoch s_before = new("old", "run-1", IsDurable: true, HadReplicas: false, Restored: "");
    private static readonly RedisServerInfo s_same = new(
        new Version(7, 0), "run-1", IsDurable: true, IsMaster: true, HasReplicas: false, WasReplica: false, "noeviction");
    private static readonly RedisServerInfo s_restarted = s_same with { RunId = "run-2" };

    [Fact]
    public void The_first_store_epoch_is_new() => Token(null, s_same).ShouldBe("new");

    [Fact]
    public void The_same_process_goes_on_whatever_it_is_set_to() =>
        Token(s_before with { IsDurable = false, HadReplicas = true }, s_same with { IsDurable = false }).ShouldBe("old");

    [Fact]
    public void A_durable_process_that_was_restarted_goes_on() => Token(s_before, s_restarted).ShouldBe("old");

    [Fact]
    public void Another_process_ends_the_store_epoch_when_something_can_have_been_lost()
    {
        Token(s_before with { IsDurable = false }, s_restarted).ShouldBe("new", "it was not durable");
        Token(s_before with { HadReplicas = true }, s_restarted).ShouldBe("new", "this may be the replica, promoted");
        Token(s_before, s_restarted with { IsDurable = false }).ShouldBe("new", "it may have been started without its file");
        Token(s_before, s_restarted with { IsMaster = false }).ShouldBe("new");
        Token(s_before, s_restarted with { WasReplica = true }).ShouldBe("new");
    }

    [Fact]
    public void A_restore_ends_the_store_epoch_once()
    {
        var after = RedisStoreEpoch.Judge(s_before, s_same, "2026-01-31", "new");

        after.ShouldSatisfyAllConditions(r => r.Token.ShouldBe("new"), r => r.Restored.ShouldBe("2026-01-31"));
        RedisStoreEpoch.Judge(after, s_same, "2026-01-31", "newer").Token.ShouldBe("new");
        RedisStoreEpoch.Judge(after, s_same, null, "newer").ShouldBe(after);
    }

    [Fact]
    public void A_replica_that_was_seen_is_remembered_through_the_store_epoch()
    {
        var seen = RedisStoreEpoch.Judge(s_before, s_same with { HasReplicas = true }, null, "new");

        RedisStoreEpoch.Judge(seen, s_same, null, "new").HadReplicas.ShouldBeTrue();
        RedisStoreEpoch.Judge(seen, s_restarted, null, "new")
            .ShouldSatisfyAllConditions(r => r.Token.ShouldBe("new"), r => r.HadReplicas.ShouldBeFalse());
    }

    [Fact]
    public void What_a_server_tells_is_understood_also_when_it_tells_little()
    {
        const string Info =
            "# Server\r\nredis_version:7.0.15\r\nrun_id:abc\r\nrole:master\r\nconnected_slaves:1\r\nmaster_replid2:0000\r\nmaxmemory_policy:noeviction\r\n";

        var told = RedisServerInfo.Parse(
            Info, new Dictionary<string, string>(StringComparer.Ordinal) { ["appendonly"] = "yes", ["appendfsync"] = "always" });

        told.ShouldBe(new RedisServerInfo(new Version(7, 0, 15), "abc", IsDurable: true, IsMaster: true, HasReplicas: true,
            WasReplica: false, "noeviction")
        { StartedAt = DateTimeOffset.UnixEpoch });
        RedisServerInfo.Parse(Info, new Dictionary<string, string>(StringComparer.Ordinal)).IsDurable.ShouldBeFalse();
    }

    private static string Token(RedisStoreEpoch? before, RedisServerInfo server) =>
        RedisStoreEpoch.Judge(before, server, null, "new").Token;
}
